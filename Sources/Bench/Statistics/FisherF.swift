/// Fisher's F distribution.
package enum FisherF {
    /// P(X > x) with these degrees of freedom.
    package static func tail(_ x: Double, _ first: Double, _ second: Double) -> Double {
        guard x > 0 else { return 1 }
        return SpecialFunctions.incompleteBeta(second / (second + first * x), second / 2, first / 2)
    }
}
