package import ALCFRecord

/// The time that a run still needs, estimated from this session of it alone: what an earlier session did went at
/// another pace, and its pauses are no time of the run.
package struct TimeLeft: Sendable, Hashable {
    private let total: Int
    private let before: Int
    private let limit: Double?

    /// - Parameters:
    ///   - total: requests of the whole run, at most.
    ///   - progress: what earlier sessions did.
    ///   - limit: seconds after which the run ends; nil where only the number of requests ends it.
    package init(total: Int, progress: RunProgress = RunProgress(), limit: Double? = nil) {
        self.total = total
        before = progress.samples.count
        self.limit = limit.map { max(0, $0 - progress.seconds) }
    }

    /// The time left of a run that is begun or continued.
    package init(_ runner: BenchmarkRunner, progress: RunProgress = RunProgress()) {
        let options = runner.options
        let turns = options.isBothAtOnce && options.concurrency > 1 ? 1 : max(1, runner.targets.count)
        self.init(
            total: runner.ownSchedule.slots.count, progress: progress,
            limit: options.rate == nil ? options.duration.map { $0 * Double(turns) } : nil)
    }

    /// Seconds, about; nil where nothing tells.
    ///
    /// - Parameters:
    ///   - done: requests of the whole run that have ended.
    ///   - elapsed: seconds since this session's first request began.
    package func seconds(done: Int, elapsed: Double) -> Double? {
        let pace = done > before && elapsed > 0 ? elapsed / Double(done - before) : nil
        let byCount = pace.map { $0 * Double(max(0, total - done)) }
        guard let limit else { return byCount }
        return min(byCount ?? .infinity, max(0, limit - elapsed))
    }
}
