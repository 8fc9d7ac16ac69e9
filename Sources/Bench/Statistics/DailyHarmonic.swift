import Glibc

/// A harmonic of 24 hours in the estimates of sessions: y = a + b·cos(2πh ÷ 24) + c·sin(2πh ÷ 24), h the hour of day,
/// weighted by 1 ÷ (v + τ²) with the variance τ² that is left between sessions.
package struct DailyHarmonic: Sendable, Hashable {
    /// The fewest sessions that it is fitted to: five more than it has coefficients.
    package static let minimum = 8
    /// The most hours of the day without a session.
    package static let largestGap = 12.0

    /// √(b² + c²): by how much the estimate rises above its mean of the day, and falls below.
    package let amplitude: Double
    /// Its 95 % interval: ± t·SE, the standard error of √(b² + c²) by the delta method, k − 3 degrees of freedom.
    ///
    /// It begins at 0 where ``pValue`` is not below 5 %, since an amplitude is never below 0, whatever the hour does.
    package let interval: Interval
    /// The hour at which the estimate is largest.
    package let peak: Double
    /// The p-value of F with 2 and k − 3 degrees of freedom: whether the hour matters.
    package let pValue: Double
    /// F.
    package let f: Double
    /// τ that is left when the hour is allowed for.
    package let deviation: Double
    /// Its interval by the Q profile.
    package let deviationInterval: Interval

    /// Fits estimates at hours of the day; nil for fewer than ``minimum``, or where the hours are not spread over the
    /// day: fewer than three of them, or none for longer than ``largestGap``.
    package init?(_ estimates: [SessionEstimate], hours: [Double]) {
        guard estimates.count == hours.count, estimates.count >= Self.minimum, Self.areSpread(hours) else {
            return nil
        }
        let rows = hours.map { hour in
            let angle = 2 * Double.pi * hour / 24
            return [1, cos(angle), sin(angle)]
        }
        guard
            let between = BetweenVariance(
                rows, estimates.map(\.value), variances: RandomEffects.variances(estimates))
        else { return nil }
        let (b, c) = (between.fit.coefficients[1], between.fit.coefficients[2])
        let scale = between.fit.residual / between.degrees
        let (bb, bc, cc) = (
            scale * between.fit.covariance[1][1], scale * between.fit.covariance[1][2],
            scale * between.fit.covariance[2][2]
        )
        let determinant = bb * cc - bc * bc
        guard determinant > 0 else { return nil }
        let square = (cc * b * b - 2 * bc * b * c + bb * c * c) / determinant
        let amplitude = (b * b + c * c).squareRoot()
        guard let t = StudentT.quantile(0.975, degrees: between.degrees) else { return nil }
        let variance =
            amplitude > 0
            ? (b * b * bb + 2 * b * c * bc + c * c * cc) / (amplitude * amplitude) : (bb + cc) / 2
        let half = t * variance.squareRoot()
        let p = Probability.approximate(FisherF.tail(square / 2, 2, between.degrees))
        self.amplitude = amplitude
        interval = Interval(lower: p < 0.05 ? max(0, amplitude - half) : 0, upper: amplitude + half)
        let hour = atan2(c, b) * 24 / (2 * Double.pi)
        peak = hour < 0 ? hour + 24 : hour
        f = square / 2
        pValue = p
        deviation = between.estimate.squareRoot()
        deviationInterval = Interval(
            lower: between.interval.lower.squareRoot(), upper: between.interval.upper.squareRoot())
    }

    /// Whether hours are spread over the day.
    package static func areSpread(_ hours: [Double]) -> Bool {
        let sorted = Set(hours.map { (($0 * 4).rounded() / 4).truncatingRemainder(dividingBy: 24) }).sorted()
        guard sorted.count >= 3, let first = sorted.first, let last = sorted.last else { return false }
        let gaps = zip(sorted, sorted.dropFirst()).map { $1 - $0 } + [first + 24 - last]
        return gaps.allSatisfy { $0 <= largestGap }
    }
}
