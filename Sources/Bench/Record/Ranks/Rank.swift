/// The place of a process among several that share one benchmark.
package struct Rank: Sendable, Hashable {
    /// The most processes that may share a benchmark.
    package static let most = 100_000

    /// Its number, from 0.
    package let index: Int
    /// Number of the processes.
    package let size: Int
    /// The option or the variable that said so.
    package let source: String

    /// - Precondition: 0 ≤ `index` < `size`.
    package init(index: Int, size: Int, source: String = "--rank") {
        self.index = index
        self.size = size
        self.source = source
    }

    /// Whether it leads the others: it starts them, and joins what they recorded.
    package var leads: Bool { index == 0 }

    /// As in `3 of 8`.
    package var text: String { "\(index) of \(size)" }

    /// Returns its share of a number of places: the first ranks have one more where they cannot be divided evenly.
    package func share(of places: Int) -> Int { places / size + (index < places % size ? 1 : 0) }

    /// The name of a rank in file names, as in `rank-0003`.
    package static func name(_ index: Int) -> String {
        let digits = String(index)
        return "rank-" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}

extension BenchError.Code {
    /// It is not known which of several processes this is, or they cannot share the benchmark.
    public static let rank = BenchError.Code("rank")
}
