import ALCFSystem

/// The pairs of targets that a report compares: each two, or each with the first where those would be too many to read.
struct ComparedPairs {
    /// The most pairs of one report, over all of its tasks: 45 targets, or 13 with 12 lengths of prompt.
    static let most = 1_000

    /// Numbers of the targets of each pair, in the order of the manifest.
    let pairs: [(first: Int, second: Int)]
    /// Number of pairs that are left out.
    let omitted: Int

    /// - Parameter tasks: number of tasks, each of which has the pairs for itself.
    init(targets: Int, tasks: Int) {
        let all = targets * max(0, targets - 1) / 2
        let isOfFirst = all.multipliedClamped(by: max(1, tasks)) > Self.most
        pairs = (0..<targets).prefix(isOfFirst ? 1 : targets).flatMap { first in
            (0..<targets).dropFirst(first + 1).map { (first: first, second: $0) }
        }
        omitted = all - pairs.count
    }
}
