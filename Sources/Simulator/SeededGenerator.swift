import Glibc

/// SplitMix64 (Steele, Lea, Flood 2014): small, seedable, the same on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// A generator for one purpose: words that differ give sequences that have nothing to do with each other.
    init(_ seed: UInt64, _ words: String...) {
        // FNV-1a, 64 bits; the separator keeps "ab", "c" and "a", "bc" apart.
        state = 0xcbf2_9ce4_8422_2325 ^ seed
        for word in words {
            for byte in word.utf8 { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            state = (state ^ 0xFF) &* 0x0000_0100_0000_01b3
        }
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, 1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number of the standard normal distribution, by Box and Muller (1958); never beyond ± 8.6.
    mutating func normal() -> Double {
        let radius = (-2 * log(1 - unit())).squareRoot()
        return radius * cos(2 * .pi * unit())
    }

    /// A factor around 1: from 1 − `spread` to 1 + `spread`, those near 1 more often.
    mutating func jitter(_ spread: Double) -> Double { 1 + spread * (unit() + unit() - 1) }

    /// `count` hexadecimal digits in lower case.
    mutating func hex(_ count: Int) -> String {
        (0..<count).map { _ in String(Int(next() >> 60), radix: 16) }.joined()
    }

    /// A text in the shape of a version 4 UUID.
    mutating func uuid() -> String { [hex(8), hex(4), "4" + hex(3), "8" + hex(3), hex(12)].joined(separator: "-") }
}
