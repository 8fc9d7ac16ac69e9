import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// The part of this process in a benchmark that several share, from their meeting to the joined report.
struct RankedRun: Sendable {
    let rank: Rank
    private let session: RankSession
    private let start: RankStart
    private let overwrite: Bool
    private let isQuiet: Bool

    /// Meets the others.
    ///
    /// - Parameters:
    ///   - name: what the results are called without `--output`.
    ///   - inputs: the files that are read.
    ///   - seeds: those of this process, which are used by all where it is rank 0.
    ///   - servers: those that it read from files.
    /// - Throws: `BenchError` where the others are not there; `UsageError` for results that are there already.
    static func meeting(
        _ rank: Rank, _ options: RankOptions, _ output: OutputOptions, default name: String, inputs: [String],
        seeds: (seed: UInt64, prompts: UInt64), servers: [String]
    ) async throws -> RankedRun {
        let folder = options.rankFolder ?? base(output.output ?? name) + ".ranks"
        let session = try RankSession(rank, folder: folder, limits: options.limits)
        let isQuiet = output.quiet
        do {
            let record = rank.leads ? try output.files(default: name, inputs: inputs).files.record : ""
            let meeting = Task {
                try await session.meet(onWait: { say("to join", $0, of: rank, isQuiet) }) { run in
                    RankStart(
                        run: run, name: base(record), seed: seeds.seed, promptSeed: seeds.prompts, servers: servers)
                }
            }
            // The others need not wait for one that is not to be.
            let interrupt = Interrupt { meeting.cancel() }
            defer { withExtendedLifetime(interrupt) {} }
            let start = try await meeting.value
            guard start.seed == seeds.seed else {
                throw UsageError(
                    "rank 0 has the seed \(start.seed), and this process \(seeds.seed)",
                    remedy: "Give all processes the same options.")
            }
            if let difference = Self.difference(start.servers, servers) {
                throw UsageError(
                    "the servers of --target-list are not those of rank 0: \(difference)",
                    remedy: "Give all processes the same file.")
            }
            let run = RankedRun(
                rank: rank, session: session, start: start, overwrite: output.overwrite, isQuiet: output.quiet)
            if !output.overwrite { try run.files.requireNone() }
            return run
        } catch {
            await session.fail(.failed, message: Failure(error)?.message ?? "\(error)")
            throw error
        }
    }

    /// Returns in what two lists of servers differ; nil where they do not.
    static func difference(_ lead: [String], _ own: [String]) -> String? {
        guard lead != own else { return nil }
        guard let place = zip(lead, own).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
            return "it has \(lead.count), and this process \(own.count)"
        }
        return "it has '\(lead[place])' where this process has '\(own[place])'"
    }

    private static func base(_ name: String) -> String {
        let record = ReportFiles(name: name).record
        return String(record.dropLast(".jsonl".count))
    }

    /// Seed of made-up texts, which is rank 0's.
    var promptSeed: UInt64 { start.promptSeed }

    private func record(of index: Int) -> String { ReportFiles(name: "\(start.name).\(Rank.name(index))").record }

    /// The files of this process; only the record is written.
    private var files: ReportFiles { ReportFiles(name: "\(start.name).\(Rank.name(rank.index))") }

    /// Tells the others that this process cannot go on.
    func failed(_ error: any Error) async {
        let end = error is CancellationError ? RankNote.State.interrupted : .failed
        await session.fail(end, message: Failure(error)?.message ?? "\(error)")
    }

    /// Says for whom rank 0 waits.
    private static func say(_ purpose: String, _ ranks: [Int], of rank: Rank, _ isQuiet: Bool) {
        if !isQuiet { Console.note("Waiting for \(RankLead.list(ranks)) of \(rank.size) \(purpose).") }
    }

    /// Sends this process's share; at rank 0, waits for the others then, joins what all recorded, and reports it.
    ///
    /// - Parameter report: how the result is shown and judged.
    func run(
        _ runner: BenchmarkRunner, _ manifest: RunManifest, _ environment: RunEnvironment, cost: CostOptions,
        report: (ReportFiles, Record?) -> RunResult
    ) async throws {
        try await session.agree(on: RankPlan(manifest, run: session.run))
        if overwrite { removeRecords() }
        var manifest = manifest
        manifest.rank = RankMark(rank, run: session.run, offset: session.offset)
        let anchor = MonotonicTime.now
        manifest.startedAt = WallClock.system.now()
        let writer = try RecordWriter(path: files.record, manifest: manifest)
        let begun = try BegunRequests(besides: files.record)
        var runner = runner
        runner.part = RankShare(
            rank: rank, clockOffset: session.offset?.seconds ?? 0, gate: { try await gate($0) },
            begun: { begun.note($0, at: $1) })
        var run = RecordedRun(runner, into: writer, environment)
        run.anchor = anchor
        let shown = ShownRun(run: run, isShown: rank.leads && !isQuiet)
        let task = Task { try await shown.wasInterrupted() }
        session.whenStopped { task.cancel() }
        let wasInterrupted = try await task.value
        try writer.append(RankEnd(isInterrupted: wasInterrupted))
        try writer.synchronize()
        begun.remove()
        guard rank.leads else {
            try await ended(wasInterrupted)
            return
        }
        if wasInterrupted { stopOthers() }
        do {
            // Interrupted again, the program ends.
            let interrupt = wasInterrupted ? nil : Interrupt { stopOthers() }
            defer { withExtendedLifetime(interrupt) {} }
            try await session.waitForOthers { Self.say("to end", $0, of: rank, isQuiet) }
        }
        let wasStopped = session.isStopping
        session.end(wasInterrupted ? .interrupted : .done)
        let joined = try Record.joining(ranks: records())
        let whole = ReportFiles(name: start.name)
        if overwrite { whole.removeRecord() }
        try JoinedRecord.write(joined, to: whole.record, cost: cost)
        if joined.manifest.ranks.allSatisfy({ $0.state == .complete }) { session.folder.remove() }
        try report(whole, nil).report(wasInterrupted: false)
        if wasStopped {
            Console.note("Interrupted: the report covers the requests that had ended.")
            throw ExitCode(Failure.ExitCode.interrupted)
        }
    }

    /// Waits until all are ready for a stage, and for its time.
    private func gate(_ stage: Int) async throws {
        if rank.leads, stage == 0 { try await requireRecords(of: session.othersAreReady()) }
        try await session.gate(stage)
    }

    /// Makes sure that rank 0 sees what others write to: their requests would be missing in the report. File systems of
    /// a network may take seconds to show a new file.
    private func requireRecords(of ranks: [Int]) async throws {
        for index in ranks {
            let path = record(of: index)
            for _ in 0..<40 where PathFacts(path: path) == nil {
                _ = try? FolderContents.entries(AtomicFile.parent(of: path), limit: 1_000_000)
                try await Task.sleep(for: .milliseconds(250))
            }
            guard PathFacts(path: path) == nil else { continue }
            throw UsageError(
                "rank \(index) writes its record where rank 0 does not see it: \(path) is not there",
                remedy: "Name the results in a folder that all see, with the whole path: --output /shared/NAME")
        }
    }

    /// Removes the records that an earlier run of this name left: this process's own, and at rank 0 those of ranks that
    /// do not exist any more.
    private func removeRecords() {
        files.removeRecord()
        guard rank.leads else { return }
        let own = record(of: 0)
        let folder = AtomicFile.parent(of: own)
        let prefix = (start.name.split(separator: "/").last.map(String.init) ?? start.name) + ".rank-"
        for entry in (try? FolderContents.entries(folder, limit: 1_000_000)) ?? [] {
            guard entry.name.hasPrefix(prefix), entry.name.hasSuffix(".jsonl"),
                let index = Int(entry.name.dropFirst(prefix.count).dropLast(".jsonl".count)), index >= rank.size
            else { continue }
            ReportFiles(name: "\(start.name).\(Rank.name(index))").removeRecord()
        }
    }

    /// The end of another rank than the first: it waits until rank 0 has seen that all have ended, and says where that
    /// is not so.
    private func ended(_ wasInterrupted: Bool) async throws {
        let end = wasInterrupted ? RankNote.State.interrupted : .done
        let (wasStopped, isGivenUp) = (session.isStopping, session.isGivenUp)
        if !wasInterrupted { await session.waitForLead(end) }
        session.end(end)
        if isGivenUp {
            Console.warnOfOwn(
                "rank \(rank.index): rank 0 saw no sign of life of this process for too long, and went on without it; its requests "
                    + "up to now are in \(files.record)")
        } else if session.hasLostLead {
            Console.warnOfOwn(
                "rank \(rank.index): rank 0 showed no sign of life, so nobody joined what was measured; do it with "
                    + "'alcf benchmark merge \(start.name).rank-*.jsonl -o \(start.name)'")
            if !wasInterrupted { throw ExitCode.failure }
        }
        if wasInterrupted { throw interrupted(wasStopped: wasStopped || isGivenUp) }
    }

    /// Ends the run of all, as who ends the first process wants.
    private func stopOthers() {
        session.stopOthers()
        Console.note(
            "Interrupted: the other processes stop too, and their records are waited for. Ctrl-C again leaves them apart, to be joined "
                + "later: alcf benchmark merge \(start.name).rank-*.jsonl -o \(start.name)")
    }

    /// The end of another process than the first that was interrupted.
    private func interrupted(wasStopped: Bool) -> ExitCode {
        // A launcher ends all, and the first process says so.
        if !wasStopped, rank.source == "--rank" {
            Console.note(
                "rank \(rank.index): interrupted; the others go on, and their report counts the requests that had ended here."
            )
        }
        return ExitCode(Failure.ExitCode.interrupted)
    }

    /// The records of all ranks of this run, as far as they are there.
    private func records() -> [RankRecord] {
        let run = session.run
        return (0..<rank.size).compactMap { index in
            let path = record(of: index)
            guard PathFacts(path: path) != nil, let found = RankRecord.readable(path) else { return nil }
            // One that an earlier run left, of a rank that did not come this time.
            return found.mark?.run == run ? found : nil
        }
    }
}
