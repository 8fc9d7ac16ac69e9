import ALCFAuth
import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Measures one session of a study into its record, and adds it to the chain.
struct StudySessionRun {
    let folder: StudyFolder
    let number: Int
    /// Held while it runs.
    let lock: FileLock
    /// Headers whose values are in no plan.
    var headers: [String] = []
    /// Seconds for which the sign-in must be good.
    var minRemaining: Double
    var isShown = true
    /// Whether the instrument is checked.
    var isChecked = true
    /// Whether the simulated services live at the session's planned time, whatever the time is.
    var isQuickMotion = false

    /// The result of a session.
    enum Outcome {
        /// It was measured.
        case measured(Analysis)
        /// Nothing was answered.
        case failed(Analysis)
        /// It was stopped, and can go on.
        case interrupted(Analysis)
    }

    private var environment: RunEnvironment { .program(isChecked: isChecked) }
    private var plan: StudyPlan { folder.plan }
    private var files: ReportFiles { folder.files(number) }
    private var record: String { StudyLayout.record(number) }

    /// Measures a session that was not begun.
    ///
    /// - Throws: what keeps it from beginning, which the chain then has as a try that failed.
    func measure() async throws -> Outcome {
        var outcome: Outcome?
        var hasBegun = false
        do {
            let work = try await StudyDrawing.session(number, of: plan)
            let arguments = try arguments()
            try await checkSignIn()
            try await BenchmarkedService.use(arguments) { service in
                let targets = try await targets(arguments, service)
                let runner = BenchmarkRunner(
                    targets: targets, prompts: work.prompts, options: plan.options(number))
                try ConnectionRoom.make(for: [runner], service)
                let manifest = await environment.manifest(
                    runner, work, arguments, simulationSpeed: service.simulationSpeed, declared: declared)
                try folder.makeFolder(of: number)
                // One that was cut off in its first line holds nothing.
                files.removeRecord()
                let anchor = MonotonicTime.now
                let writer = try RecordWriter(path: files.record, manifest: manifest)
                hasBegun = true
                var run = RecordedRun(runner, into: writer, environment)
                run.anchor = anchor
                outcome = try close(wasInterrupted: try await ShownRun(run: run, isShown: isShown).wasInterrupted())
            }
        } catch let error where !hasBegun && !(error is CancellationError) {
            _ = try? ChainFile.append(
                .failed, session: number, time: WallClock.system.now(),
                note: "not begun: \(Failure(error)?.message ?? "\(error)")", in: folder.path, holding: lock)
            throw error
        }
        guard let outcome else { throw UsageError("the session was not run") }
        return outcome
    }

    /// Goes on with a session that was begun.
    ///
    /// - Throws: what keeps it from going on.
    func resume() async throws -> Outcome {
        let (before, writer) = try InterruptedRun.open(files.record, isOfStudy: true)
        guard before.manifest.design.study == folder.planHash, before.manifest.design.studySession == number else {
            throw BenchError(
                .studyPlan, "\(files.record) is not the record of session \(number) of this study",
                remedy: "Move it away; the session is then measured anew.")
        }
        let arguments = try RunArguments(before.manifest, path: files.record, headers: headers)
        try await checkSignIn()
        var outcome: Outcome?
        try await BenchmarkedService.use(arguments) { service in
            let targets = try await targets(arguments, service)
            let run = try before.continued(
                writer, targets, simulationSpeed: service.simulationSpeed, environment)
            outcome = try close(wasInterrupted: try await ShownRun(run: run, isShown: isShown).wasInterrupted())
        }
        guard let outcome else { throw UsageError("the session was not run") }
        return outcome
    }

    /// Adds a session whose window closed before it had ended: as measured if all was sent, else as failed.
    func abandon() throws {
        let record: Record
        do throws(BenchError) { record = try RecordReader.read(path: files.record) } catch {
            return try add(.failed, "interrupted, and its record cannot be read: \(error.message)")
        }
        guard !record.isComplete else {
            _ = try close(wasInterrupted: false)
            return
        }
        let analysis = Analysis(record)
        try files.write(analysis)
        let done = record.samples.count { $0.phase == .measured && $0.outcome != .cancelled }
        try add(.failed, "interrupted after \(NumberText.count(done, "request")), and its window is over")
    }

    /// Makes the reports, and adds the session to the chain unless it can go on.
    private func close(wasInterrupted: Bool) throws -> Outcome {
        let analysis = Analysis(try RecordReader.read(path: files.record))
        try files.write(analysis)
        if wasInterrupted { return .interrupted(analysis) }
        let measured = analysis.record.samples.filter { $0.phase == .measured }
        guard measured.contains(where: \.outcome.isSuccess) else {
            try add(.failed, "no request succeeded, of \(measured.count)")
            return .failed(analysis)
        }
        try add(.session, analysis.instrument.isInvalid ? analysis.instrument.sentence : nil)
        return .measured(analysis)
    }

    private func add(_ kind: ChainLink.Kind, _ note: String?) throws {
        try ChainFile.append(
            kind, session: number, file: record, time: WallClock.system.now(), note: note, in: folder.path,
            holding: lock)
    }

    // MARK: What is looked at before

    private func arguments() throws -> RunArguments {
        var arguments = try RunArguments(
            kept: plan.arguments, speed: plan.arguments.simulation.speed, path: folder.path + "/" + StudyLayout.plan,
            headers: headers)
        if isQuickMotion { arguments.simulation.time = DateText.iso8601(Double(plan.sessions[number - 1].due)) }
        return arguments
    }

    private var declared: Design {
        var design = plan.judged
        design.study = folder.planHash
        design.studySession = number
        if plan.prompts.isSeedGiven { design.isPromptSeedGiven = true }
        return design
    }

    /// - Throws: `AuthError` where the sign-in does not last for the session.
    private func checkSignIn() async throws {
        guard plan.needsSignIn else { return }
        let session = Session(mayAsk: Terminal.isInteractive(.error))
        if try session.auth.environmentToken(for: .inference) != nil { return }
        if let shortfall = try await session.auth.status().shortfall(lasting: minRemaining) { throw shortfall }
    }

    /// The targets, which are those of the plan.
    ///
    /// - Throws: `UsageError` where they are not; what says that a model is not there.
    private func targets(_ arguments: RunArguments, _ service: BenchmarkedService) async throws -> [BenchmarkTarget] {
        let targets = try await arguments.targets.resolve(
            service, isControlled: plan.options.isControlled, streaming: plan.options.isStreaming)
        let found = targets.map(\.manifest)
        guard found.count == plan.targets.count else {
            throw UsageError("the targets are not those of the plan", remedy: "Another plan is another study.")
        }
        for (now, then) in zip(found, plan.targets) {
            guard now.name != then.name || now.model != then.model || (now.url != then.url && !plan.isSimulated) else {
                continue
            }
            throw UsageError(
                "'\(then.name)' is \(then.model) at \(then.url) in the plan, and is now \(now.model) at \(now.url)",
                remedy: "Set ALCF_BASE_URL and the like as they were when the study was planned, or plan another study."
            )
        }
        return targets
    }
}

extension Record {
    /// Whether every request of its schedule was sent and ended.
    fileprivate var isComplete: Bool {
        guard let options = try? BenchmarkOptions(manifest.design, seed: manifest.seed), options.duration == nil else {
            return false
        }
        let schedule = Schedule(targets: manifest.targets.count, prompts: manifest.prompts, options: options)
        let done = Set(samples.filter { $0.outcome != .cancelled }.map(\.sequence))
        return schedule.slots.allSatisfy { done.contains($0.sequence) }
    }
}
