import Glibc

/// McNemar's exact test: whether one of two paired yes-or-no measures says yes more often.
package struct McNemar: Sendable, Hashable {
    /// Pairs in which only the first said yes.
    package let onlyFirst: Int
    /// Pairs in which only the second said yes.
    package let onlySecond: Int
    /// The two-sided p-value: binomial, with probability ½, over the pairs that differ; 1 where none does.
    package let pValue: Double

    /// Tests two counts of pairs that differ; nil where one is negative.
    package init?(onlyFirst: Int, onlySecond: Int) {
        guard onlyFirst >= 0, onlySecond >= 0 else { return nil }
        self.onlyFirst = onlyFirst
        self.onlySecond = onlySecond
        let count = onlyFirst + onlySecond
        let tail = (0...min(onlyFirst, onlySecond)).map {
            exp(Statistics.logChoose(count, $0) - Double(count) * log(2.0))
        }
        pValue = Probability.exact(2 * Statistics.sum(tail))
    }
}
