import ALCFClient
public import ALCFHTTP
public import ALCFRecord
import ALCFReport
public import ALCFSystem

/// Runs a benchmark: sends what the schedule says, and gives out a sample for every attempt as it ends.
public struct BenchmarkRunner: Sendable {
    /// Targets that are compared.
    public var targets: [BenchmarkTarget]
    /// Prompts that are sent.
    public var prompts: [Prompt]
    /// Prompts sent before measuring begins; made up if these are fewer than the warm-up needs.
    public var warmupPrompts: [Prompt] = []
    /// How.
    public var options: BenchmarkOptions
    /// Transport of the requests; nil for each target's own.
    public var transport: (any HTTPTransport)?
    /// Watch of the instrument from the first measured request on; its owner stops it.
    package var watch: InstrumentWatch?
    /// This process's part, where several share the benchmark; nil for all of it. Options and schedule are the whole's.
    package var part: RankShare?
    /// Told of each probe when it is over, in a run that has some: see ``BenchmarkOptions/probes``.
    package var noteProbe: (@Sendable (Probe) -> Void)?

    /// A benchmark of these targets.
    public init(targets: [BenchmarkTarget], prompts: [Prompt], options: BenchmarkOptions) {
        self.targets = targets
        self.prompts = prompts
        self.options = options
    }

    /// The order of sending.
    package var schedule: Schedule { Schedule(targets: targets.count, prompts: prompts, options: options) }

    /// The schedule of this process: all of it, unless several share the benchmark.
    package var ownSchedule: Schedule {
        let own = part.map { schedule.share(of: $0.rank, lanes: options.rate == nil ? options.concurrency : nil) }
        return (own ?? schedule).dealt(to: ownServers)
    }

    /// The places of the servers of each target that this process sends to; none of a target that is no fleet.
    package var ownServers: [[Int]] {
        let rank = part?.rank ?? Rank(index: 0, size: 1)
        return targets.map { rank.servers(of: $0.servers.count) }
    }

    /// The options of this process: those of the whole, unless several share the benchmark.
    package var ownOptions: BenchmarkOptions { part.map { options.share(of: $0.rank) } ?? options }

    /// With how many slices the targets take turns.
    package var slicePlan: SlicePlan {
        let due = options.arrival == .trace ? prompts.compactMap(\.due).max() : nil
        return SlicePlan(
            options, conversations: Conversations.ranges(prompts.map(\.turn)).count, targets: targets.count,
            traceSeconds: due)
    }

    /// Prompts of the warm-up: as many as the options say, none of which is measured.
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
        var noteBegin: (@Sendable (Int) -> Void)?
        if let part {
            noteBegin = { sequence in part.begun(sequence, MonotonicTime.now.seconds(since: anchor)) }
        }
        let context = try LoadContext(
            targets: targets, servers: ownServers,
            phase: part.map { Double($0.rank.index) / Double($0.rank.size) } ?? 0,
            prompts: all, options: ownOptions, done: progress.samples, transport: transport,
            noteBegin: noteBegin)
        await context.credentials.refresh()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await context.credentials.keepFresh() }
            defer { group.cancelAll() }
            try await run(context, all, anchor: anchor, continuing: progress, record: record)
        }
    }

    /// Sends one stage after the other.
    private func run(
        _ context: LoadContext, _ prompts: [Prompt], anchor: MonotonicTime, continuing progress: RunProgress,
        record: (Sample) async throws -> Void
    ) async throws {
        let done = Set(progress.samples.map(\.sequence))
        var rule = PrecisionRule(options: options, targets: targets.map(\.name))
        var measured = rule == nil ? [] : progress.samples
        var pacer = pacer
        await context.openConnections()
        let probes = noteProbe.map { note in
            HealthProbes(
                options.probes, names: targets.map(\.name), routes: targets.indices.map(context.routes(of:)),
                anchor: anchor, record: note)
        }
        // Beside one request at a time nothing else is sent; of few connections, one would be taken from the load.
        let company = slicePlan.isOneAtATime || options.connections != nil ? nil : probes
        let stages = ownSchedule.stages
        // Of an open loop, times count from the first request of any process.
        let origins = part == nil ? [] : schedule.stages.map { $0.lazy.compactMap(\.due).min() }
        // The time counts from the first request that does.
        var budget: TimeBudget?
        // Blocks that the first target of a slice was asked: where time cuts a slice, the others are asked no more.
        var asked: Set<Int> = []
        let isTimed = options.rate == nil && options.duration != nil
        for (number, stage) in stages.enumerated() {
            if Task.isCancelled { return }
            guard let first = stage.first else { continue }
            // Before the first request too: what one of several processes finds wrong, it has found by then.
            if number == 0 || !first.isEveryRanks { try await part?.gate(number) }
            if Task.isCancelled { return }
            if first.phase == .measured { watch?.start(context.routes[0].call) }
            var left = stage.filter { !done.contains($0.sequence) }
            var end: MonotonicTime?
            if first.phase == .measured, first.position == 0 {
                if isTimed, budget == nil { budget = timeBudget(spent: progress.seconds) }
                let lanes = Set(stage.lazy.map(\.target)).count
                if budget?.begins(left.count / lanes, at: .now) == false {
                    // The other targets' half of a slice that was begun before the run was cut off is still sent.
                    guard left.count < stage.count else { return }
                    left = []
                }
                if rule?.isMet(measured, nextBlock: first.block) == true { return }
                end = budget?.deadline(at: .now)
                asked = Set(stage.lazy.filter { done.contains($0.sequence) }.map(\.block))
            } else if isTimed, first.phase == .measured {
                left.removeAll { !asked.contains($0.block) }
            }
            let notes = isTimed && first.position == 0
            await probes?.before(left)
            let driver = StageDriver(
                left, context: context, until: end, pacer: pacer, origin: origins.isEmpty ? nil : origins[number])
            async let _: Void? = company?.during(stage)
            try await run(driver, context) { completed in
                let slot = completed.slot
                let sample = Sample(
                    completed, prompt: prompts[slot.prompt], target: targets[slot.target].name,
                    isStreaming: options.isStreaming, anchor: anchor)
                if rule != nil { measured.append(sample) }
                if notes { asked.insert(sample.block) }
                try await record(sample)
            }
            pacer = driver.pacer
            if notes, first.phase == .measured, asked.count < Set(stage.lazy.map(\.block)).count { budget?.spend() }
        }
    }

    /// The limit of requests a second; of several processes, each has turns of its own.
    private var pacer: RequestPacer? {
        options.maxRate.map { rate in
            guard let part else { return RequestPacer(rate: rate) }
            return RequestPacer(
                rate: rate, sharedBy: part.rank, now: .now, time: WallClock.system.now() - part.clockOffset)
        }
    }

    /// The time of a closed loop. An open loop ends with its arrivals.
    private func timeBudget(spent: Double) -> TimeBudget? {
        guard options.rate == nil, let duration = options.duration else { return nil }
        let turns = options.isBothAtOnce && options.concurrency > 1 ? 1 : max(1, targets.count)
        return TimeBudget(
            until: .now.advanced(by: duration * Double(turns) - spent), turns: turns, cuts: options.concurrency > 1)
    }

    private func run(
        _ driver: StageDriver, _ context: LoadContext, record: (CompletedExchange) async throws -> Void
    ) async throws {
        try await withTaskCancellationHandler {
            driver.start()
            do {
                while let batch = await driver.next() {
                    for completed in batch {
                        try await record(completed)
                        if completed.isTokenInactive {
                            await context.credentials.replace(completed.authorization, of: completed.slot.target)
                        }
                    }
                }
            } catch {
                // A run that cannot be recorded need not be measured.
                driver.stop()
                while await driver.next() != nil {}
                throw error
            }
        } onCancel: {
            driver.stop()
        }
    }
}
