import Glibc

/// The χ² distribution.
package enum ChiSquared {
    /// P(X ≤ x) with `degrees` degrees of freedom.
    package static func cdf(_ x: Double, degrees: Double) -> Double {
        x > 0 ? 1 - SpecialFunctions.upperGamma(degrees / 2, x / 2) : 0
    }

    /// P(X > x), with its digits where it is small.
    package static func tail(_ x: Double, degrees: Double) -> Double {
        x > 0 ? SpecialFunctions.upperGamma(degrees / 2, x / 2) : 1
    }

    /// The x below which X falls with `probability`; nil outside 0 < probability < 1.
    package static func quantile(_ probability: Double, degrees: Double) -> Double? {
        guard probability > 0, probability < 1, degrees > 0, degrees.isFinite else { return nil }
        var high = degrees + 10
        while tail(high, degrees: degrees) > 1 - probability { high *= 2 }
        return SpecialFunctions.root(from: 0, to: high) { (1 - probability) - tail($0, degrees: degrees) }
    }
}

extension SpecialFunctions {
    /// Q(a, x): the regularised upper incomplete gamma function, by its series (DLMF 8.7.1) below a + 1 and by the
    /// continued fraction (DLMF 8.9.2, Lentz's method) above.
    static func upperGamma(_ a: Double, _ x: Double) -> Double {
        guard x > 0 else { return 1 }
        guard x.isFinite else { return 0 }
        let front = exp(a * log(x) - x - logGamma(a))
        if x < a + 1 {
            var term = 1 / a
            var sum = term
            var n = a
            for _ in 0..<100_000 where term > sum * 1e-17 {
                n += 1
                term *= x / n
                sum += term
            }
            return 1 - front * sum
        }
        let tiny = 1e-300
        var b = x + 1 - a
        var c = 1 / tiny
        var d = 1 / b
        var fraction = d
        for step in 1...100_000 {
            let factor = -Double(step) * (Double(step) - a)
            b += 2
            d = factor * d + b
            d = 1 / (abs(d) < tiny ? tiny : d)
            c = b + factor / c
            c = abs(c) < tiny ? tiny : c
            fraction *= c * d
            if abs(c * d - 1) < 1e-16 { break }
        }
        return front * fraction
    }
}
