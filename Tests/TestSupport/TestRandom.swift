import ALCFSystem

/// Random numbers of a test that can be repeated: the run's seed is printed, and `ALCF_TEST_SEED` sets it.
///
/// Each test draws numbers of its own, the same whether it runs alone or with others.
package struct TestRandom: RandomNumberGenerator {
    /// The seed of all random tests of this run.
    package static let seed: UInt64 = {
        let given = ProcessEnvironment.value("ALCF_TEST_SEED").flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 0...999_999)
        print("Random tests use ALCF_TEST_SEED=\(seed); set it to repeat them.")
        return seed
    }()

    private var state: UInt64

    /// - Parameters:
    ///   - test: whose numbers they are.
    ///   - seed: the run's, unless another is given.
    package init(_ test: String = #function, seed: UInt64 = TestRandom.seed) {
        // FNV-1a: a hasher's own seed is another in each process.
        state = test.utf8.reduce(0xCBF2_9CE4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    /// The next 64 bits (SplitMix64; Steele, Lea & Flood 2014).
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True once in `count` times, on average.
    package mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }
}
