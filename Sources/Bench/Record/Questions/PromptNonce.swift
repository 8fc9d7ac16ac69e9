import ALCFStatistics
import ALCFSystem

/// Twelve digits for each of many texts, put at their beginning so that no cache of prefixes helps.
///
/// Within a seed the first six digits of the first million are all different, and where there are a few hundred, the
/// first three too, which for most tokenizers are the first token: multiples of the golden ratio modulo 1 lie far
/// apart. The last six are drawn. Digits, as most tokenizers cut them by threes: each costs the same number of tokens.
package struct PromptNonce: Sendable {
    /// Number of different beginnings.
    package static let count = 1_000_000
    /// Coprime to ``count``, so that its multiples go through all of it.
    private static let step = 618_033

    private let seed: UInt64
    private let offset: Int

    package init(seed: UInt64) {
        self.seed = seed
        var generator = SplitMix64(seed: seed)
        offset = generator.below(Self.count)
    }

    /// The digits of a text, by its number from 0.
    package func digits(_ index: Int) -> String {
        let place = (offset + index % Self.count * Self.step) % Self.count
        var generator = SplitMix64(seed: seed &+ UInt64(truncatingIfNeeded: index) &* 0xD134_2543_DE82_EF95 &+ 1)
        return Self.padded(place) + Self.padded(generator.below(Self.count))
    }

    private static func padded(_ number: Int) -> String { String(String(count + number).dropFirst()) }
}
