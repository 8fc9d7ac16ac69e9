import Glibc

/// The functions that distributions are made of.
package enum SpecialFunctions {
    /// The natural logarithm of the gamma function, for x > 0.
    static func logGamma(_ x: Double) -> Double {
        // Not `lgamma`, which sets a global.
        var sign: Int32 = 0
        return lgamma_r(x, &sign)
    }

    /// Φ: the standard normal distribution.
    package static func normalCDF(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// Φ⁻¹, by bisection; ±∞ at 0 and 1.
    package static func normalQuantile(_ probability: Double) -> Double {
        guard probability > 0 else { return -.infinity }
        guard probability < 1 else { return .infinity }
        // The lower tail has the digits: 1 − Φ loses them.
        if probability > 0.5 { return -normalQuantile(1 - probability) }
        return root(from: -40, to: 0) { normalCDF($0) - probability }
    }

    /// I_x(a, b): the regularised incomplete beta function (DLMF 8.17.22, by Lentz's method).
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        // The fraction converges fast on this side only.
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        let front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x)) / a
        let tiny = 1e-300
        var c = 1.0
        var d = 1 / nonZero(1 - (a + b) * x / (a + 1), tiny)
        var fraction = d
        for step in 1...10_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / nonZero(1 + even * d, tiny)
            c = nonZero(1 + even / c, tiny)
            fraction *= c * d
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / nonZero(1 + odd * d, tiny)
            c = nonZero(1 + odd / c, tiny)
            fraction *= c * d
            if abs(c * d - 1) < 1e-16 { break }
        }
        return front * fraction
    }

    /// Returns the place where an increasing function crosses 0, to the last bit that bisection can tell.
    package static func root(from low: Double, to high: Double, _ function: (Double) -> Double) -> Double {
        var (low, high) = (low, high)
        while true {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { return middle }
            if function(middle) < 0 { low = middle } else { high = middle }
        }
    }

    /// The same to `tolerance`, for functions that are dear: by the secant, with the older end's value halved where it
    /// stays (the Illinois method; Dowell & Jarratt 1971).
    package static func root(
        from low: Double, to high: Double, tolerance: Double, _ function: (Double) -> Double
    ) -> Double {
        var (low, high) = (low, high)
        var (below, above) = (function(low), function(high))
        guard below < 0 else { return low }
        guard above > 0 else { return high }
        var last = 0
        for _ in 0..<100 where high - low > tolerance {
            let point = (low * above - high * below) / (above - below)
            let value = function(point)
            if abs(value) < 1e-12 { return point }
            if value < 0 {
                low = point
                below = value
                if last < 0 { above /= 2 }
                last = -1
            } else {
                high = point
                above = value
                if last > 0 { below /= 2 }
                last = 1
            }
        }
        return low + (high - low) / 2
    }

    private static func nonZero(_ x: Double, _ tiny: Double) -> Double { abs(x) < tiny ? tiny : x }
}
