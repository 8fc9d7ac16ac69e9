/// p-values that were worked out in floating point.
package enum Probability {
    /// The smallest p-value that a test by a distribution function gives: what its arithmetic resolves, 2⁻⁵². No test
    /// gives certainty.
    static let resolution = 0x1p-52

    /// A p-value of a distribution function, from ``resolution`` to 1.
    package static func approximate(_ p: Double) -> Double { min(1, max(p, resolution)) }

    /// A p-value that was counted: above 0 even where its power of ½ is not, and at most 1.
    package static func exact(_ p: Double) -> Double { min(1, max(p, .leastNormalMagnitude)) }
}
