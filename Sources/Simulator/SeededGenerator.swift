import ALCFSystem

/// Random numbers for one purpose of the simulator, the same on every machine for one seed.
struct SeededGenerator: RandomNumberGenerator {
    private var numbers: SplitMix64

    /// A generator for one purpose: words that differ give sequences that have nothing to do with each other.
    init(_ seed: UInt64, _ words: String...) {
        // FNV-1a, 64 bits; the separator keeps "ab", "c" and "a", "bc" apart.
        var state = 0xcbf2_9ce4_8422_2325 ^ seed
        for word in words {
            for byte in word.utf8 { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            state = (state ^ 0xFF) &* 0x0000_0100_0000_01b3
        }
        numbers = SplitMix64(seed: state)
        _ = next()
    }

    mutating func next() -> UInt64 { numbers.next() }

    /// A number from 0 up to, but not including, 1.
    mutating func unit() -> Double { numbers.unit() }

    /// A number of the standard normal distribution; never beyond ± 8.6.
    mutating func normal() -> Double { numbers.normal() }

    /// A factor around 1: from 1 − `spread` to 1 + `spread`, those near 1 more often.
    mutating func jitter(_ spread: Double) -> Double { 1 + spread * (unit() + unit() - 1) }

    /// `count` hexadecimal digits in lower case.
    mutating func hex(_ count: Int) -> String {
        (0..<count).map { _ in String(Int(next() >> 60), radix: 16) }.joined()
    }

    /// A text in the shape of a version 4 UUID.
    mutating func uuid() -> String { [hex(8), hex(4), "4" + hex(3), "8" + hex(3), hex(12)].joined(separator: "-") }
}
