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
    ///   - progress: what was done before, when a run is continued: it is not sent again.
    ///   - record: called with each sample as its request ends, one at a time, in the order in which they end. When it
    ///     throws, the run is over: what cannot be recorded need not be measured.
    /// - Throws: what `record` threw.
    public func run(
        anchor: MonotonicTime = .now, continuing progress: RunProgress = RunProgress(),
        record: @escaping @Sendable (Sample) async throws -> Void
    ) async throws {
        let runner = RequestRunner(
            targets: targets, prompts: prompts, options: options, anchor: anchor,
            limiter: options.maxRate.map { RequestLimiter(rate: $0) })
        let done = Set(progress.samples.map(\.sequence))
        var rule = PrecisionRule(options: options, targets: targets.map(\.name))
        var measured = rule == nil ? [] : progress.samples
        let end = timeLimit(spent: progress.seconds)
        for stage in schedule.stages {
            if Task.isCancelled { return }
            if let first = stage.first, first.phase == .measured, first.position == 0 {
                if let end, .now >= end { return }
                if rule?.isMet(measured, nextBlock: first.block) == true { return }
            }
            let left = stage.filter { !done.contains($0.sequence) }
            let isRuled = rule != nil
            // Of one request at a time, the block is the unit: it is not left half done.
            try await run(left, with: runner, until: options.concurrency > 1 ? end : nil) { sample in
                if isRuled { measured.append(sample) }
                try await record(sample)
            }
        }
    }

    /// When no new request may be begun. An open loop ends with its arrivals.
    private func timeLimit(spent: Double) -> MonotonicTime? {
        guard options.rate == nil, let duration = options.duration else { return nil }
        let turns = options.isBothAtOnce && options.concurrency > 1 ? 1 : max(1, targets.count)
        return .now.advanced(by: duration * Double(turns) - spent)
    }

    private func run(
        _ stage: [Schedule.Slot], with runner: RequestRunner, until end: MonotonicTime?,
        record: (Sample) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (target: Int, sample: Sample).self) { group in
            var lanes = Dictionary(grouping: stage, by: \.target).mapValues { $0[...] }
            func start(_ slot: Schedule.Slot, at time: MonotonicTime) {
                group.addTask { (slot.target, await runner.run(slot, scheduled: time)) }
            }
            /// A closed loop: a new request to a target starts when one ends, `concurrency` in flight.
            func startNext(_ target: Int, after delay: Double = 0) {
                guard !Task.isCancelled, end.map({ .now < $0 }) ?? true, let slot = lanes[target]?.popFirst()
                else { return }
                start(slot, at: .now.advanced(by: delay))
            }
            if let first = stage.lazy.compactMap(\.due).min() {
                // An open loop: what is sent, and when, does not depend on what comes back.
                let zero = MonotonicTime.now.advanced(by: -first)
                for slot in stage { start(slot, at: zero.advanced(by: slot.due ?? 0)) }
                lanes = [:]
            }
            for worker in 0..<max(1, options.concurrency) {
                let delay = options.ramp * Double(worker) / Double(max(1, options.concurrency))
                for target in lanes.keys.sorted() { startNext(target, after: delay) }
            }
            while let (target, sample) = try await group.next() {
                // The next one first: writing the record must not leave the service idle.
                startNext(target)
                try await record(sample)
            }
        }
    }
}
