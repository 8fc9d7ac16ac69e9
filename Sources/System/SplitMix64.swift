import Glibc

/// A seeded generator (Steele, Lea & Flood 2014): the same seed gives the same numbers on every machine.
///
/// Its own bounded draw and shuffle are used wherever a choice must be the same in every version, as the standard
/// library does not promise how it consumes a generator.
@frozen public struct SplitMix64: RandomNumberGenerator, Sendable {
    @usableFromInline var state: UInt64

    /// A generator that starts at `seed`.
    @inlinable public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    @inlinable public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number from 0 to `bound` − 1, each as likely (Lemire 2019); 0 for a bound below 1.
    @inlinable public mutating func below(_ bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        let range = UInt64(bound)
        var product = next().multipliedFullWidth(by: range)
        if product.low < range {
            let threshold = (0 &- range) % range
            while product.low < threshold { product = next().multipliedFullWidth(by: range) }
        }
        return Int(product.high)
    }

    /// A number from 0 up to, not including, 1.
    @inlinable public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// The elements in an order drawn at random (Fisher and Yates).
    @inlinable public mutating func shuffled<T>(_ elements: some Sequence<T>) -> [T] {
        var result = Array(elements)
        for last in stride(from: result.count - 1, to: 0, by: -1) { result.swapAt(last, below(last + 1)) }
        return result
    }

    /// A number of the standard normal distribution (Box & Muller 1958).
    public mutating func normal() -> Double {
        let radius = (-2 * log1p(-unit())).squareRoot()
        return radius * cos(2 * Double.pi * unit())
    }

    /// A number of the gamma distribution of that shape, above 0, and scale 1 (Marsaglia & Tsang 2000).
    public mutating func gamma(shape: Double) -> Double {
        // Below 1 the method does not hold: one shape more, times U^(1 ÷ shape).
        let boost = shape < 1 ? pow(1 - unit(), 1 / shape) : 1
        let d = (shape < 1 ? shape + 1 : shape) - 1 / 3.0
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
            guard v > 0 else { continue }
            if log(1 - unit()) < x * x / 2 + d - d * v + d * log(v) { return d * v * boost }
        }
    }
}
