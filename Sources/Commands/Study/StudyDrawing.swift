import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem
import Glibc

/// Draws the prompts of a study's sessions: the same ones at each call, as long as the data are the same.
enum StudyDrawing {
    /// Returns all of the data; nil for made-up prompts.
    ///
    /// - Throws: `BenchError` or `UsageError` for what cannot be read.
    static func data(_ prompts: StudyPrompts, sessions: Int, seed: UInt64) async throws -> DataSetContents? {
        if prompts.synthetic != nil { return nil }
        guard let source = prompts.source else {
            return .questions(try QuestionSet.demo(), source: Workload.builtIn, url: nil)
        }
        let wanted =
            prompts.wanted ?? prompts.count.multipliedClamped(by: sessions).multipliedClamped(by: prompts.turns)
        return try await DataSource(source).load(.init(prompts: wanted, inOrder: false, seed: seed))
    }

    /// Returns a session's prompts, which are those that were planned.
    ///
    /// - Throws: `BenchError` where the data are others.
    static func session(_ number: Int, of plan: StudyPlan) async throws -> Workload {
        let (count, options) = (plan.sessions.count, plan.options)
        func differ(_ what: String) -> BenchError {
            BenchError(
                .studyPlan, "\(what) are not those of the plan",
                remedy: plan.prompts.source.map {
                    "Put the original back as \($0): its SHA-256 was \(plan.dataSet.sha256.prefix(16))…"
                } ?? "Use the version of alcf that made the plan, \(plan.toolVersion).")
        }
        let all: [Workload]
        do {
            let data = try await data(plan.prompts, sessions: count, seed: options.seed)
            all = try plan.prompts.sessions(count, of: data, seed: options.seed, promptSeed: options.promptSeed)
        } catch let error as BenchError where error.code == .tooFewQuestions { throw differ("the data") }
        let work = all[number - 1]
        guard work.dataSet.sha256 == plan.dataSet.sha256 else { throw differ("the data") }
        guard try StudyPrompts.hash(work.prompts) == plan.sessions[number - 1].promptsHash else {
            throw differ("the prompts drawn from the data")
        }
        return work
    }

    /// The source as the plan has it: the same from wherever it is read.
    ///
    /// - Throws: `UsageError` for a pipe, which cannot be read again.
    static func source(_ text: String) throws -> String {
        guard text != "squad", !text.hasPrefix("hf:") else { return text }
        var status = stat()
        guard stat(text, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
            throw UsageError(
                "\(text) is not a plain file, and each session of a study reads its data again",
                remedy: "Write the data into a file.")
        }
        return UserPath.absolute(text)
    }
}

extension WorkloadOptions {
    /// Draws the prompts of a study's sessions.
    ///
    /// - Parameters:
    ///   - sessions: their number.
    ///   - isSame: whether all are to have the same.
    /// - Returns: the way, and the prompts of each session.
    /// - Throws: `BenchError` or `UsageError` where the data cannot be read, or are too few.
    func drawn(
        _ sessions: Int, load: LoadOptions, isSame: Bool, promptSeed: UInt64
    ) async throws -> (StudyPrompts, [Workload]) {
        warn()
        let lasting = lasting(load)
        let given = lasting.requests ?? lasting.samples ?? most(load)
        var prompts = StudyPrompts(
            source: try dataset.map { try StudyDrawing.source($0) }, synthetic: madeUp,
            count: given ?? Self.standardSamples, turns: turns, sharing: isSame ? .same : .none)
        prompts.isSeedGiven = freshness.promptSeed != nil
        let data = try await StudyDrawing.data(prompts, sessions: sessions, seed: seed)
        if let data, !isSame {
            let there = data.count(turns: turns)
            // Without a number asked for, sessions share all prompts that there are.
            if lasting.requests ?? lasting.samples == nil, dataset != nil {
                prompts.wanted = min(
                    Int(Int32.max), prompts.count.multipliedClamped(by: sessions).multipliedClamped(by: turns))
                prompts.count = max(1, min(prompts.count, there / max(1, sessions)))
            }
            // Built-in questions may have been sent by any earlier run: they have digits of their own in any case.
            if freshness.cacheBust || freshness.repeatPrompts || dataset == nil,
                prompts.needed(sessions: sessions) > there
            {
                prompts.sharing = .redrawn
            }
        }
        let works = try prompts.sessions(sessions, of: data, seed: seed, promptSeed: promptSeed)
        for note in works.first?.dataSet.notes ?? [] { Console.warn(note) }
        return (prompts, works)
    }
}
