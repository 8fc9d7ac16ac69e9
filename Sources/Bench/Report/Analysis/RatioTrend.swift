import ALCFRecord
import ALCFStatistics
import Glibc

/// The course of the ratio of two targets' latencies over a run, and whether one number describes it.
struct RatioTrend {
    /// The geometric mean of first ÷ second in the first third of the run.
    let early: Double
    /// The same of its last third.
    let late: Double
    /// Whether the ratio has a trend (Mann and Kendall, at one in a hundred), and one that matters: a tenth between
    /// ``early`` and ``late``.
    let isShown: Bool

    /// Nil where there are fewer than eight differences to look at: of pairs, or of slices where the targets took turns
    /// with several requests in flight, since those of one slice are of one time.
    init?(_ first: String, _ second: String, _ record: Record, _ order: OrderWords) {
        let blocks = PairedBlock.all(first, second, in: record.samples)
            .filter { $0.first.outcome.isSuccess && $0.second.outcome.isSuccess }
        func difference(_ block: PairedBlock) -> Double? {
            guard let a = block.first[.serviceLatency], let b = block.second[.serviceLatency], a > 0, b > 0
            else { return nil }
            return log(a / b)
        }
        let groups =
            order.takesTurns
            ? order.slices.grouped(blocks) { $0.first }
            : blocks.sorted { $0.first.trace.start < $1.first.trace.start }.map { [$0] }
        let differences = groups.compactMap { Statistics.mean($0.compactMap(difference)) }
        guard let test = MannKendall(differences),
            let early = Statistics.mean(Array(differences.prefix(differences.count / 3))),
            let late = Statistics.mean(Array(differences.suffix(differences.count / 3)))
        else { return nil }
        self.early = exp(early)
        self.late = exp(late)
        isShown = test.isShown && abs(late - early) > log(1.1)
    }
}
