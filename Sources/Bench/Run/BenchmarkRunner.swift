import ALCFClient
public import ALCFHTTP
public import ALCFSystem

/// Runs a benchmark: sends what the schedule says, and gives out a sample for every attempt as it ends.
public struct BenchmarkRunner: Sendable {
    /// What is compared.
    public var targets: [BenchmarkTarget]
    /// What is asked.
    public var prompts: [Prompt]
    /// What is asked before measuring begins; made up where these are fewer than the warm-up takes.
    public var warmupPrompts: [Prompt] = []
    /// How.
    public var options: BenchmarkOptions
    /// What carries the requests; nil for each target's own.
    public var transport: (any HTTPTransport)?

    /// A benchmark of these targets.
    public init(targets: [BenchmarkTarget], prompts: [Prompt], options: BenchmarkOptions) {
        self.targets = targets
        self.prompts = prompts
        self.options = options
    }

    /// What will be sent, in order.
    public var schedule: Schedule { Schedule(targets: targets.count, prompts: prompts, options: options) }

    /// What warms up: as many prompts as the options say, and none that is measured.
    public var warmups: [Prompt] {
        warmupPrompts.count >= options.warmup
            ? warmupPrompts : WarmupPrompts.made(options.warmup, like: prompts, seed: options.promptSeed)
    }

    /// Sends everything. When the task is cancelled, requests in flight are ended and recorded as cancelled, and the
    /// rest is not sent.
    ///
    /// - Parameters:
    ///   - anchor: the zero of all instants; the caller notes the calendar time that belongs to it.
    ///   - progress: what was done before, when a run is continued: it is not sent again.
    ///   - record: called with each sample as its request ends, one at a time, in the order in which they end. When it
    ///     throws, the run is over: what cannot be recorded need not be measured.
    /// - Throws: what `record` threw; `ClientError` for a target that must not be sent what it would be.
    public func run(
        anchor: MonotonicTime = .now, continuing progress: RunProgress = RunProgress(),
        record: @escaping @Sendable (Sample) async throws -> Void
    ) async throws {
        // The warm-up's follow the measured ones, which is where the schedule looks for them.
        let all = prompts + warmups
        let context = try LoadContext(
            targets: targets, prompts: all, options: options, done: progress.samples, transport: transport)
        let builder = SampleBuilder(
            targets: targets, prompts: all, isStreaming: options.isStreaming, anchor: anchor)
        await context.authorizations.refresh()
        let keeper = Task { await context.authorizations.keepFresh() }
        defer { keeper.cancel() }
        let done = Set(progress.samples.map(\.sequence))
        var rule = PrecisionRule(options: options, targets: targets.map(\.name))
        var measured = rule == nil ? [] : progress.samples
        await context.openConnections()
        let stages = schedule.stages
        // The time counts from the first request that does.
        var end: MonotonicTime?
        for stage in stages {
            if Task.isCancelled { return }
            if let first = stage.first, first.phase == .measured, first.position == 0 {
                if let end {
                    if .now >= end { return }
                } else {
                    end = timeLimit(spent: progress.seconds)
                }
                if rule?.isMet(measured, nextBlock: first.block) == true { return }
            }
            let left = stage.filter { !done.contains($0.sequence) }
            let isRuled = rule != nil
            // Of one request at a time, the block is the unit: it is not left half done.
            let load = StageLoad(left, context: context, until: options.concurrency > 1 ? end : nil)
            try await run(load, context, builder) { sample in
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
        _ load: StageLoad, _ context: LoadContext, _ builder: SampleBuilder, record: (Sample) async throws -> Void
    ) async throws {
        try await withTaskCancellationHandler {
            load.start()
            do {
                while let batch = await load.next() {
                    for ended in batch {
                        let sample = builder.sample(ended)
                        try await record(sample)
                        if ended.isTokenInactive { await context.authorizations.replace(ended.slot.target) }
                    }
                }
            } catch {
                // What cannot be recorded need not be measured.
                load.stop()
                while await load.next() != nil {}
                throw error
            }
        } onCancel: {
            load.stop()
        }
    }
}
