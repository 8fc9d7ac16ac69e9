import ALCFStatistics
import ALCFSystem

/// The pages of a data set that a workload needs: 100 rows each.
struct RowPages {
    /// The rows of a page; the API gives no more.
    static let length = 100
    /// The most prompts that are drawn from one page, so that those of a larger workload are spread over the data set …
    static let promptsOfPage = 10
    /// … unless it would take more pages than this.
    static let spreadPages = 20

    /// Pages in the order in which they are used.
    let order: [Int]
    /// Number of pages needed, unless some hold fewer rows than they might.
    let needed: Int

    /// - Parameters:
    ///   - rows: all rows there are.
    ///   - prompts: how many are wanted.
    ///   - inOrder: whether they are the first of the data set, and not drawn.
    init(rows: Int, prompts: Int, inOrder: Bool, seed: UInt64) {
        let count = max(1, rows / Self.length + (rows % Self.length > 0 ? 1 : 0))
        var generator = SplitMix64(seed: seed)
        // The first page is there already: it said how many rows there are.
        order = inOrder ? Array(0..<count) : [0] + generator.shuffled(1..<count)
        func pages(_ each: Int) -> Int { max(1, prompts / each + (prompts % each > 0 ? 1 : 0)) }
        needed = min(
            count,
            inOrder ? pages(Self.length) : max(pages(Self.length), min(Self.spreadPages, pages(Self.promptsOfPage))))
    }
}
