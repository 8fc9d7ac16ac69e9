import ALCFHTTP
public import ALCFRecord
import ALCFReport
import ALCFStatistics
public import ALCFSystem
import Synchronization

/// A benchmark that is run into its record, with checks of the instrument before, during and after it.
public struct RecordedRun: Sendable {
    /// The benchmark.
    public let runner: BenchmarkRunner
    /// The record's.
    public let writer: RecordWriter
    /// Its means.
    public let environment: RunEnvironment
    /// The zero of all instants.
    public var anchor = MonotonicTime.now
    /// Requests that earlier sessions sent.
    public var done = RunProgress()

    /// A run that begins now.
    public init(_ runner: BenchmarkRunner, into writer: RecordWriter, _ environment: RunEnvironment) {
        self.runner = runner
        self.writer = writer
        self.environment = environment
    }

    /// Sends everything. When the task is cancelled, the requests that had ended are in the record, and the run can be
    /// continued.
    ///
    /// - Parameter note: called with each sample after it is in the record. When it throws, the run is over.
    /// - Throws: `BenchError` where the record cannot be written; what `note` throws; `ClientError` for a target that
    ///   must not be sent what it would be.
    public func run(_ note: @escaping @Sendable (Sample) throws -> Void = { _ in }) async throws {
        let gaps = Mutex<[Double]>([])
        var runner = runner
        runner.transport = environment.transport(runner.ownOptions)
        runner.watch = environment.instrument == nil ? nil : InstrumentWatch()
        // Where the line cannot be written, neither can the next sample's: that ends the run.
        runner.noteProbe = { [writer] in try? writer.append($0) }
        if let before = await check(.before) { try writer.append(before) }
        let start = ProcessUsage.now
        try await runner.run(anchor: anchor, continuing: done) { sample in
            try writer.append(sample)
            try note(sample)
            if let gap = sample[.interChunkGap] { gaps.withLock { $0.append(gap) } }
        }
        let usage = InstrumentCheck.Usage(from: start, to: .now, loops: runner.options.loops)
        if let course = runner.watch?.stop() { try writer.append(course) }
        // An interrupted run does not wait for a check.
        let gap = Statistics.median(gaps.withLock { $0 })
        if var check = Task.isCancelled ? interruptedCheck : await check(.after, gap: gap) {
            check.usage = usage
            try writer.append(check)
        }
        try writer.synchronize()
    }

    private func check(_ moment: InstrumentCheck.Moment, gap: Double? = nil) async -> InstrumentCheck? {
        await environment.instrument?.check(moment, beside: runner, environment.connections, gap: gap)
    }

    /// The check after a run that was interrupted: it holds only how busy the program was.
    private var interruptedCheck: InstrumentCheck? { environment.instrument.map { _ in InstrumentCheck(.after) } }
}
