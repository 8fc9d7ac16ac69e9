import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Measures the session of a study that is due.
struct StudyRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Measure the session that is due now.",
        discussion: """
            For timers, cron and batch jobs: see 'study schedule'. A session begins only within its window. It exits with 75 if none is \
            due, and says when the next one is. A session that was not begun in time is noted as missed, and one that failed as failed; \
            neither is repeated. An interrupted session goes on where it was, as long as its window is open.

            Before it sends anything, it checks that plan, data, targets and models are as planned, and that the sign-in lasts.
            """)

    @Argument(help: ArgumentHelp("Folder of the study.", valueName: "study"))
    var study: String

    @Flag(
        help:
            "Simulated studies only: measure all sessions now, one after the other, each at its planned simulated time. The instrument is not checked."
    )
    var all = false

    @Option(
        help: ArgumentHelp(
            "Refuse to begin unless the sign-in is valid for this long, as in 2h. By default twice what the session should take, and ten minutes.",
            valueName: "time"))
    var minRemaining: TimeSpan?

    @Option(
        help: ArgumentHelp(
            "Header whose value is secret and therefore not in the plan, as given to 'study init'. May be repeated.",
            valueName: "header"))
    var header: [String] = []

    @Flag(name: .shortAndLong, help: "Show no progress on standard error. The result is printed all the same.")
    var quiet = false

    @Flag(
        name: .customLong("no-self-check"),
        help:
            "Do not check the instrument's own error before, during and after the session. The report then cannot judge it."
    )
    var skipsSelfCheck = false

    @OptionGroup var format: FormatOptions

    func run() async throws {
        let folder = try StudyFolder(study)
        try folder.checkVersion()
        if all, !folder.plan.isSimulated {
            throw UsageError(
                "'--all' measures all sessions at once, and this study is of real services, whose sessions are at their planned times",
                remedy: "Leave '--all' out.")
        }
        let lock = try folder.lock()
        defer { withExtendedLifetime(lock) {} }
        if all { try await runAll(folder, lock) } else { try await runOne(folder, lock) }
    }

    private func runOne(_ folder: StudyFolder, _ lock: FileLock) async throws {
        let now = WallClock.system.now()
        let chain = try folder.chain()
        let state = StudyState(folder.plan, chain, begun: folder.begun(chain), now: now)
        try close(state.unclosed, folder, lock)
        switch state.action {
        case .measure(let number):
            try await finish(try await session(number, folder, lock).measure(), number, folder)
        case .resume(let number):
            Console.note("Session \(number) goes on where it was interrupted.")
            try await finish(try await session(number, folder, lock).resume(), number, folder)
        case .wait(let number, let due):
            throw BenchError(
                .studyNotDue,
                "no session is due: session \(number) of \(folder.plan.sessions.count) is due in "
                    + "\(DurationText.units(Double(due) - now)) (\(DateText.utc(due)))",
                remedy:
                    "Run it then, or let a calendar do so: alcf benchmark study schedule \(folder.path.shellQuoted) --cron"
            )
        case .finished:
            Console.print(
                "All \(NumberText.count(folder.plan.sessions.count, "session")) of \(folder.plan.name) are over.")
            Console.note("For the result: alcf benchmark study report \(folder.path.shellQuoted)")
        }
    }

    /// Quick motion: the time is that of the session that comes next.
    private func runAll(_ folder: StudyFolder, _ lock: FileLock) async throws {
        let count = folder.plan.sessions.count
        for number in 1...count {
            let due = Double(folder.plan.sessions[number - 1].due)
            let chain = try folder.chain()
            let state = StudyState(folder.plan, chain, begun: folder.begun(chain), now: due)
            var session = session(number, folder, lock)
            session.isQuickMotion = true
            session.isShown = false
            // Answers that are so much faster than real ones are no measure of the instrument.
            session.isChecked = false
            let outcome: StudySessionRun.Outcome
            switch state.standings[number - 1] {
            case .due: outcome = try await session.measure()
            case .begun: outcome = try await session.resume()
            default: continue
            }
            if !quiet {
                Console.note("Session \(number) of \(count), \(DateText.utc(Int(due))): \(Self.words(outcome))")
            }
            if case .interrupted = outcome { throw ExitCode(Failure.ExitCode.interrupted) }
        }
        let chain = try folder.chain()
        let valid = try folder.sessions(chain).count { $0.measured != nil }
        Console.print(
            "\(valid) of \(NumberText.count(count, "session")) of \(folder.plan.name) measured, in quick motion.")
        Console.note("Chain head \(chain.head)")
        Console.note("For the result: alcf benchmark study report \(folder.path.shellQuoted)")
        if valid == 0 { throw ExitCode(Failure.ExitCode.failed) }
    }

    private func session(_ number: Int, _ folder: StudyFolder, _ lock: FileLock) -> StudySessionRun {
        StudySessionRun(
            folder: folder, number: number, lock: lock, headers: header,
            minRemaining: minRemaining?.seconds ?? Double(folder.plan.allowedSeconds), isShown: !quiet,
            isChecked: !skipsSelfCheck)
    }

    /// Notes the sessions that are over.
    private func close(
        _ sessions: [(number: Int, standing: StudyState.Standing)], _ folder: StudyFolder, _ lock: FileLock
    ) throws {
        for (number, standing) in sessions {
            if standing == .abandoned {
                try session(number, folder, lock).abandon()
                Console.note("Session \(number) was interrupted, and its window is over.")
            } else {
                try ChainFile.append(
                    .missed, session: number, time: WallClock.system.now(), note: "not begun within its window",
                    in: folder.path, holding: lock)
                Console.note("Session \(number) was missed: \(DateText.utc(folder.plan.sessions[number - 1].due)).")
            }
        }
    }

    private func finish(_ outcome: StudySessionRun.Outcome, _ number: Int, _ folder: StudyFolder) async throws {
        let chain = try folder.chain()
        let count = folder.plan.sessions.count
        let analysis =
            switch outcome {
            case .measured(let analysis), .failed(let analysis), .interrupted(let analysis): analysis
            }
        let files = folder.files(number)
        if format.form == .terminal {
            Console.print("Session \(number) of \(count): \(Self.words(outcome))")
            StandardStreams.out(BriefReport.text(analysis, source: files.markdown).safeButStyled)
        } else {
            Console.print(analysis.document, as: format.form)
        }
        if case .interrupted = outcome {
            Console.note("To continue, within its window: alcf benchmark study run \(folder.path.shellQuoted)")
            throw ExitCode(Failure.ExitCode.interrupted)
        }
        Console.note("Wrote \(files.record). Chain head \(chain.head)")
        let state = StudyState(folder.plan, chain, now: WallClock.system.now())
        if let next = state.next {
            Console.note("Session \(next.number) is due \(DateText.utc(next.due)).")
        } else {
            Console.note(
                "That was the last one. For the result: alcf benchmark study report \(folder.path.shellQuoted)")
        }
        guard case .failed = outcome else { return }
        throw ExitCode(Failure.code(of: analysis.record.samples.filter { $0.phase == .measured }))
    }

    private static func words(_ outcome: StudySessionRun.Outcome) -> String {
        switch outcome {
        case .measured(let analysis) where analysis.instrument.isInvalid: "INVALID, and in the chain as measured."
        case .measured: "measured."
        case .failed: "FAILED: no request succeeded. It is in the chain as failed, and is not repeated."
        case .interrupted: "interrupted."
        }
    }
}

extension StudyFolder {
    /// - Throws: `BenchError` where another major version made the plan; before 1.0, another minor one.
    func checkVersion() throws(BenchError) {
        guard Self.major(plan.toolVersion) != Self.major("alcf \(Version.current)") else { return }
        throw BenchError(
            .studyPlan, "the study was planned with \(plan.toolVersion), and this is alcf \(Version.current)",
            remedy: "Measure all its sessions with one version.")
    }

    /// The part of a version that may not change: `1` of `alcf 1.2.3`, `0.1` of `alcf 0.1.2`.
    static func major(_ tool: String) -> String {
        let parts = (tool.split(separator: " ").last ?? "").split(separator: ".")
        return parts.prefix(parts.first == "0" ? 2 : 1).joined(separator: ".")
    }
}
