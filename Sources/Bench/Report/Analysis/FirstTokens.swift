package import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The first tokens of two targets, and whether they are the same work.
package struct FirstTokens: Sendable, Hashable {
    /// The numbers of a target's first tokens of each kind, most frequent first.
    package struct Kinds: Sendable, Hashable {
        /// Counts by kind; empty where nothing tells.
        package let counts: [FirstOutput: Int]

        init(_ samples: [Sample]) {
            counts = samples.compactMap(\.trace.firstOutput).reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }

        var total: Int { counts.values.reduce(0, +) }

        /// In words, as in `reasoning (20 of 20)`; the kinds in the order of ``FirstOutput``.
        var text: String {
            let parts = FirstOutput.allCases.compactMap { kind in
                counts[kind].map { "\(kind.text) (\($0) of \(total))" }
            }
            return parts.isEmpty ? NumberText.unknown : Report.list(parts)
        }

        /// The most frequent kind in words.
        var word: String {
            FirstOutput.allCases.max { (counts[$0] ?? 0, $1.rawValue) < (counts[$1] ?? 0, $0.rawValue) }?.text
                ?? NumberText.unknown
        }

        func share(_ kind: FirstOutput) -> Double { total > 0 ? Double(counts[kind] ?? 0) / Double(total) : 0 }
    }

    /// Largest difference of shares of a kind that count as the same.
    static let tolerance = 0.05

    /// The first target's.
    package let first: Kinds
    /// The second target's.
    package let second: Kinds
    /// Whether the first answer token came later than the first token anywhere, so that the two must be told apart.
    package let hasEarlierOutput: Bool

    /// Whether they were of the same kinds, as often: only then may times to first token be compared.
    package var areAlike: Bool { Self.areAlike([first, second]) }

    static func areAlike(_ all: [Kinds]) -> Bool {
        FirstOutput.allCases.allSatisfy { kind in
            let shares = all.map { $0.share(kind) }
            return (shares.max() ?? 0) - (shares.min() ?? 0) <= tolerance
        }
    }

    /// Compares two targets' measured answers; nil unless both have first tokens of a known kind.
    init?(_ first: String, _ second: String, _ samples: [Sample]) {
        let answered = samples.filter {
            ($0.target == first || $0.target == second) && $0.phase == .measured && $0.outcome.isSuccess
        }
        self.first = Kinds(answered.filter { $0.target == first })
        self.second = Kinds(answered.filter { $0.target == second })
        hasEarlierOutput = answered.contains { $0.trace.firstOutput.map { $0 != .answer } ?? false }
        guard self.first.total > 0, self.second.total > 0 else { return nil }
    }
}

extension Comparison {
    /// Whether times to first token are of different work, so that first answer tokens are compared instead.
    package var firstTokensDiffer: Bool { firstTokens.map { !$0.areAlike } ?? false }

    /// Whether first answer tokens must stand beside first tokens.
    var answersApart: Bool { firstTokens?.hasEarlierOutput ?? false }
}
