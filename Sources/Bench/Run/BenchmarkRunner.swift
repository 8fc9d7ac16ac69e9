public import ALCFSystem

/// Runs a benchmark: sends what the schedule says, and gives out a sample for every attempt as it ends.
public struct BenchmarkRunner: Sendable {
    /// What is compared.
    public var targets: [BenchmarkTarget]
    /// What is asked.
    public var prompts: [Prompt]
    /// How.
    public var options: BenchmarkOptions

    /// A benchmark of these targets.
    public init(targets: [BenchmarkTarget], prompts: [Prompt], options: BenchmarkOptions) {
        self.targets = targets
        self.prompts = prompts
        self.options = options
    }

    /// What will be sent, in order.
    public var schedule: Schedule { Schedule(targets: targets.count, prompts: prompts.count, options: options) }

    /// Sends everything. When the task is cancelled, requests in flight are ended and recorded as cancelled, and the
    /// rest is not sent.
    ///
    /// - Parameters:
    ///   - anchor: the zero of all instants; the caller notes the calendar time that belongs to it.
    ///   - record: called with each sample as its request ends, one at a time, in the order in which they end. When it
    ///     throws, the run is over: what cannot be recorded need not be measured.
    /// - Throws: what `record` threw.
    public func run(
        anchor: MonotonicTime = .now, record: @escaping @Sendable (Sample) async throws -> Void
    ) async throws {
        let runner = RequestRunner(targets: targets, prompts: prompts, options: options, anchor: anchor)
        for stage in schedule.stages {
            if Task.isCancelled { return }
            try await run(stage, with: runner, record: record)
        }
    }

    /// A closed loop: a new request starts when one ends, `concurrency` in flight.
    private func run(
        _ stage: [Schedule.Slot], with runner: RequestRunner,
        record: @escaping @Sendable (Sample) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Sample.self) { group in
            var waiting = stage[...]
            func startNext() {
                guard !Task.isCancelled, let slot = waiting.popFirst() else { return }
                let scheduled = MonotonicTime.now
                group.addTask { await runner.run(slot, scheduled: scheduled) }
            }
            for _ in 0..<max(1, options.concurrency) { startNext() }
            while let sample = try await group.next() {
                // The next one first: writing the record must not leave the service idle.
                startNext()
                try await record(sample)
            }
        }
    }
}
