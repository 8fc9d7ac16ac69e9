import ALCFLoad
import ALCFRecord

/// Sees to it before a run that no prompt is sent twice to a server unless that is wanted.
struct FreshRun {
    /// Whether the prompts are the program's own: of those there are never too few.
    let isOwn: Bool
    /// Number of times that each prompt is sent, if it was given.
    let runs: Int?

    /// Decides how the prompts last.
    ///
    /// Makes each request begin with its own digits if two targets are one server. So it does with the built-in
    /// questions, which an earlier run may have sent, and where made-up prompts are too few for the load.
    ///
    /// - Throws: `BenchError` where the user's are too few, and nothing says what to do then.
    func settle(_ options: inout BenchmarkOptions, _ work: Workload, _ targets: [BenchmarkTarget]) throws {
        if PromptSupply.isShared(targets.map(\.manifest)), !options.repeatsPrompts { options.bustsCache = true }
        let isTimed = options.duration != nil && options.rate == nil
        if !options.bustsCache, !options.repeatsPrompts, !options.isAsOriginal, (runs ?? 1) == 1 {
            if isOwn, isTimed || work.isBuiltIn || PromptSupply.isShort(work.prompts, options, targets: targets.count) {
                options.bustsCache = true
            } else if PromptSupply.isShort(work.prompts, options, targets: targets.count) {
                throw PromptSupply.shortage(
                    of: work.dataSet.name, needed: PromptSupply.needed(work.prompts, options, targets: targets.count),
                    there: work.conversationCount,
                    load: isTimed ? "so long a run of answers of half a second" : "this load")
            }
        }
        if isTimed, runs == nil, options.bustsCache || options.repeatsPrompts {
            options.runs = LoadOptions.mostRuns(of: work.prompts.count)
        }
    }
}

extension WorkloadOptions {
    /// With as many of our own prompts as a timed load may take, as far as that is reasonable: the more there are, the
    /// more the figures say.
    func lasting(_ load: LoadOptions) -> WorkloadOptions {
        guard let duration = load.duration, isOwn, requests == nil, samples == nil else { return self }
        var workload = self
        let wanted = load.rate.map { $0 * duration * 1.2 + 10 } ?? 4 * duration * Double(load.concurrency ?? 1)
        let builtIn = (try? QuestionSet.demo().questions.count) ?? Self.standardSamples
        let most = synthetic.flatMap { SyntheticPrompts($0) }.map { 4_000_000 / $0.inputTokens } ?? builtIn
        workload.samples = max(Self.standardSamples, min(Int(min(wanted, 2_000)), most))
        return workload
    }

    /// Returns the most prompts of the user's own data set that a timed load may take; nil if another option sets the
    /// number.
    func most(_ load: LoadOptions) -> Int? {
        guard let duration = load.duration, !isOwn, requests == nil, samples == nil else { return nil }
        let answers = (duration / PromptSupply.fastestAnswer).rounded(.up) * Double(load.concurrency ?? 1)
        return Int(min(load.rate.map { $0 * duration * 1.2 + 10 } ?? answers, 1_000_000))
    }

    /// See ``FreshRun/forceLength(_:_:)``; nothing where it is not asked for.
    func forceLength(_ options: inout BenchmarkOptions, _ targets: [BenchmarkTarget]) async throws {
        if forceLength { try await FreshRun.forceLength(&options, targets) }
    }
}

extension FreshRun {
    /// Tries which targets take the fields that make answers as long as their limit.
    ///
    /// - Throws: `UsageError` where none does; `ClientError` where one answers nothing at all.
    static func forceLength(_ options: inout BenchmarkOptions, _ targets: [BenchmarkTarget]) async throws {
        for (index, target) in targets.enumerated() {
            let refusal = try await LengthForcing.refusal(target, seed: options.promptSeed &+ UInt64(index))
            if let refusal {
                Console.warn(
                    "\(target.name) does not support ignore_eos and min_tokens, so requests omit them: \(refusal)")
            } else {
                options.forcedTargets.append(target.name)
            }
        }
        guard !options.forcedTargets.isEmpty else {
            throw UsageError("no target supports '--force-length'", remedy: "Leave it out.")
        }
    }
}
