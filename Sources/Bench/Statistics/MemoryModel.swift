import Glibc

/// The memory of a series of values in the order of time, and the error of its mean because of it.
///
/// Each value is taken as a level, plus a load that lasts, plus luck of its own. The load is a stationary
/// autoregression, whose correlation falls as exp(−distance ÷ τ); it has a share ρ of the variance. Neither τ nor ρ is
/// known, so neither is guessed: the restricted likelihood of every pair on a grid weighs what the pair says of the
/// mean's error (Berger, De Oliveira & Sansó 2001 treat such a field the same way; Harville 1974 for the likelihood,
/// which has neither level nor scale in it). Where values show no memory this is Student's t nearly; where they do, the
/// interval grows as it must; where the series is too short to tell, it covers both. The likelihood comes from a Kalman
/// filter, so the work is linear in the values.
package struct MemoryModel: Sendable, Hashable {
    /// The error of the (weighted) mean.
    package let law: ErrorLaw
    /// Number of independent values that would know the mean as well: from 1 to the number of values.
    package let effectiveCount: Double
    /// The chance that there is memory at all.
    package let probability: Double
    /// The chance that the series is shorter than ``shortRun`` correlation times.
    package let shortProbability: Double

    /// The prior chance that there is no memory.
    static let priorWithout = 0.6
    /// Correlation times on the grid, from 0.7 values to half of the series.
    private static let times = 10
    /// Shares of the load in the variance.
    private static let shares = [0.3, 0.6, 0.85, 0.97]
    /// Exponent by which the prior weight of a correlation time falls with it: τ^−0.1.
    private static let decay = -0.1
    /// A series is short below so many correlation times.
    static let shortRun = 6.0
    /// The chance of a short run from which on nothing but a difference larger than the load ever swings is told.
    static let shortChance = 1 / 3.0

    /// Whether the series may well be too short for what it remembers.
    package var isShort: Bool { shortProbability > Self.shortChance }

    /// Looks at values in the order of time.
    ///
    /// - Parameter weights: how much each counts in the mean, as the requests behind it; its luck is the smaller for
    ///   it.
    /// - Returns: nil below two values, where one is not finite or a weight is not above 0.
    package init?(_ values: [Double], weights: [Double]) {
        let count = values.count
        guard count >= 2, weights.count == count, Statistics.isFinite(values),
            weights.allSatisfy({ $0 > 0 && $0.isFinite })
        else { return nil }
        let total = Statistics.sum(weights)
        let relative = weights.map { $0 / total }
        let mean = zip(values, relative).reduce(0) { $0 + $1.0 * $1.1 }
        let series = Series(values: values.map { $0 - mean }, weights: relative)
        var ideas: [Idea] = [series.idea(time: 0, share: 0)]
        var priors = [Self.priorWithout]
        let longest = max(Double(count) / 2, 1.4)
        let step = pow(longest / 0.7, 1 / Double(Self.times - 1))
        var sum = 0.0
        for index in 0..<Self.times {
            let time = 0.7 * pow(step, Double(index))
            for share in Self.shares {
                ideas.append(series.idea(time: time, share: share))
                priors.append(pow(time, Self.decay))
                sum += pow(time, Self.decay)
            }
        }
        for index in priors.indices.dropFirst() { priors[index] *= (1 - Self.priorWithout) / sum }
        guard let top = zip(ideas, priors).map({ $0.logLikelihood + log($1) }).max(), top.isFinite else {
            // All values are the same: nothing is known to vary.
            law = ErrorLaw(standardError: 0, degrees: Double(count - 1))
            effectiveCount = Double(count)
            probability = 0
            shortProbability = 0
            return
        }
        let raw = zip(ideas, priors).map { exp($0.logLikelihood + log($1) - top) }
        let all = Statistics.sum(raw)
        let chances = raw.map { $0 / all }
        law = ErrorLaw(
            zip(ideas, chances).map { ErrorLaw.Part(weight: $1, standardError: $0.variance.squareRoot()) },
            degrees: Double(count - 1))
        let variance = zip(ideas, chances).reduce(0) { $0 + $1.0.variance * $1.1 }
        effectiveCount = min(Double(count), max(1, Double(count) * ideas[0].variance / variance))
        probability = 1 - chances[0]
        shortProbability = zip(ideas, chances).reduce(0) { sum, pair in
            let isShort = pair.0.time > 0 && Double(count) < Self.shortRun * pair.0.time
            return isShort ? sum + pair.1 : sum
        }
    }

    /// One correlation time, in values, and one share of the variance.
    private struct Idea {
        package let time: Double
        /// Restricted, of level and scale; up to a constant.
        let logLikelihood: Double
        /// The variance of the mean.
        let variance: Double
    }

    /// Values about their mean, and their weights, which sum to 1.
    private struct Series {
        package let values: [Double]
        package let weights: [Double]

        package func idea(time: Double, share: Double) -> Idea {
            let factor = time > 0 ? exp(-1 / time) : 0
            let count = Double(values.count)
            // The filter runs over the values and over ones at the same time: the level is linear in them.
            var (load, loadOfOnes) = (0.0, 0.0)
            var spread = share
            var (logs, squares, cross, ones) = (0.0, 0.0, 0.0, 0.0)
            var (past, together, luck) = (0.0, 0.0, 0.0)
            for (value, weight) in zip(values, weights) {
                let noise = (1 - share) / (weight * count)
                let innovation = spread + noise
                let (surprise, surpriseOfOnes) = (value - load, 1 - loadOfOnes)
                logs += log(innovation)
                squares += surprise * surprise / innovation
                cross += surprise * surpriseOfOnes / innovation
                ones += surpriseOfOnes * surpriseOfOnes / innovation
                let gain = spread / innovation
                load = factor * (load + gain * surprise)
                loadOfOnes = factor * (loadOfOnes + gain * surpriseOfOnes)
                spread = factor * factor * spread * (1 - gain) + share * (1 - factor * factor)
                // Σᵢ Σⱼ wᵢ wⱼ φ^|i−j|, and Σ wᵢ² times the luck's variance.
                past *= factor
                together += weight * weight + 2 * weight * past
                past += weight
                luck += weight * weight * noise
            }
            let residual = max(0, squares - cross * cross / ones)
            return Idea(
                time: time,
                logLikelihood: -0.5 * (logs + log(ones) + (count - 1) * log(residual)),
                variance: residual / (count - 1) * (share * together + luck))
        }
    }
}
