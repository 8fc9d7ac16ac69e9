import Glibc

/// Student's t distribution.
package enum StudentT {
    /// P(T ≤ t) with `degrees` degrees of freedom.
    package static func cdf(_ t: Double, degrees: Double) -> Double? {
        guard t.isFinite, degrees.isFinite, degrees > 0 else { return nil }
        let tail = SpecialFunctions.incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
        return t < 0 ? tail : 1 - tail
    }

    /// The t below which T falls with `probability`; nil outside 0 < probability < 1.
    package static func quantile(_ probability: Double, degrees: Double) -> Double? {
        guard probability > 0, probability < 1, degrees.isFinite, degrees > 0 else { return nil }
        if probability > 0.5 { return quantile(1 - probability, degrees: degrees).map { -$0 } }
        if probability == 0.5 { return 0 }
        // In x = ν ÷ (ν + t²) the tail is I_x(ν ÷ 2, ½) ÷ 2 and increases with x.
        let x = SpecialFunctions.root(from: 0, to: 1) {
            SpecialFunctions.incompleteBeta($0, degrees / 2, 0.5) / 2 - probability
        }
        return -(degrees * (1 - x) / x).squareRoot()
    }
}
