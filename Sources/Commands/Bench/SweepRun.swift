import ALCFJSON
import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser
import Glibc

/// Runs the levels of a sweep that are not complete yet.
struct SweepRun {
    var plan: SweepPlan
    /// Common beginning of the names of its files.
    let base: String
    let yes: Bool
    let quiet: Bool
    let isChecked: Bool

    /// The state of one level.
    private enum State {
        case absent
        case begun(InterruptedRun, RecordWriter)
        case complete
    }

    /// - Throws: `ExitCode` 130 when it was interrupted.
    func run() async throws -> SweepReport {
        var report: SweepReport?
        try await BenchmarkedService.use(plan.arguments) { service in report = try await run(service) }
        guard let report else { throw UsageError("the sweep was not run") }
        return report
    }

    private func run(_ service: BenchmarkedService) async throws -> SweepReport {
        let all = try await plan.arguments.targets.resolve(service, streaming: plan.options.isStreaming)
        var sweep = self
        // One server under two names would find in its cache what the other was sent.
        if PromptSupply.isShared(all.map(\.manifest)), !plan.options.repeatsPrompts {
            sweep.plan.options.bustsCache = true
        }
        if plan.forcesLength { try await FreshRun.forceLength(&sweep.plan.options, all) }
        return try await sweep.run(service, all)
    }

    private func run(_ service: BenchmarkedService, _ all: [BenchmarkTarget]) async throws -> SweepReport {
        let run = ExperimentRun(
            service: service, arguments: plan.arguments, yes: yes, quiet: quiet, isChecked: isChecked)
        try await run.confirm(
            plan.loads.indices.filter { !isComplete($0) }.map { index in
                run.runner(plan.options(index), plan.prompts(index), all)
            })
        var left = all
        var results: [SweepLevel] = []
        var notes: [String] = []
        if plan.options.repeatsPrompts, !plan.options.bustsCache {
            notes.append(
                "Prompts were repeated at later levels (--repeat-prompts), so a cache may have served them there, and differences "
                    + "between levels are not due to the load alone.")
        }
        for (index, load) in plan.loads.enumerated() where !left.isEmpty {
            let files = plan.files(index, base: base)
            switch try state(files.record) {
            case .absent:
                unlink(files.record)
                var declared = Design()
                declared.sweep = base
                declared.sweepLevels = plan.loads.count
                try await run.run(
                    plan.options(index), plan.prompts(index), targets: left, files: files, declared: declared,
                    isConfirmed: true)
            case .begun(let before, let writer):
                try await goOn(before, writer, left, service, files)
            case .complete: break
            }
            let record = try RecordReader.read(path: files.record)
            let verdict = Analysis(record).instrument
            if verdict.isInvalid {
                notes.append("The level \(BenchmarkSweepCommand.text(load)) is \(verdict.sentence).")
            }
            for target in left {
                let level = SweepLevel(
                    target.name, load: load, inFlight: plan.isRate ? 1 : Int(clamping: load), in: record)
                results.append(level)
                guard level.failedShare > plan.stopAtErrors else { continue }
                notes.append(
                    "\(target.name) failed \(NumberText.fixed(level.failedShare * 100, 0)) % at \(BenchmarkSweepCommand.text(load)), "
                        + "and was left out after it.")
            }
            left.removeAll { target in
                results.contains { $0.target == target.name && $0.failedShare > plan.stopAtErrors }
            }
        }
        return SweepReport(
            levels: results, targets: all.map(\.manifest), isRate: plan.isRate, notes: notes,
            isSimulated: service.simulationSpeed != nil, setting: setting(service))
    }

    private func goOn(
        _ before: InterruptedRun, _ writer: RecordWriter, _ targets: [BenchmarkTarget], _ service: BenchmarkedService,
        _ files: ReportFiles
    ) async throws {
        let wasInterrupted = try await ResumedRun.goOn(
            before, writer, targets: targets, service: service, arguments: plan.arguments, isShown: !quiet,
            isChecked: isChecked)
        try files.write(Analysis(try RecordReader.read(path: files.record)))
        if wasInterrupted { throw ExitCode(Failure.ExitCode.interrupted) }
    }

    // MARK: How far it has come

    private func isComplete(_ index: Int) -> Bool {
        guard let record = try? RecordReader.read(path: plan.files(index, base: base).record) else { return false }
        return Self.isComplete(record)
    }

    private func state(_ path: String) throws -> State {
        guard access(path, F_OK) == 0 else { return .absent }
        // Killed before its first line was whole, it holds nothing.
        guard try FileContents(path: path, limit: 1 << 40).bytes.contains(UInt8(ascii: "\n")) else { return .absent }
        if Self.isComplete(try RecordReader.read(path: path)) { return .complete }
        let (before, writer) = try InterruptedRun.open(path)
        return .begun(before, writer)
    }

    private static func isComplete(_ record: Record) -> Bool {
        let manifest = record.manifest
        guard let options = try? BenchmarkOptions(manifest.design, seed: manifest.seed) else { return false }
        let schedule = Schedule(targets: manifest.targets.count, prompts: manifest.prompts, options: options)
        let done = Set(record.samples.filter { $0.outcome != .cancelled }.map(\.sequence))
        return schedule.slots.allSatisfy { done.contains($0.sequence) }
    }

    private func setting(_ service: BenchmarkedService) -> [String] {
        let data = plan.workload.dataSet
        let freshness =
            plan.options.bustsCache
            ? "each request begins with digits of its own"
            : plan.options.repeatsPrompts
                ? "prompts are repeated at later levels, where a cache may serve them"
                : "each level has prompts of its own"
        return [
            "\(freshness); prompt seed \(plan.options.promptSeed)",
            "\(data.name)\(data.version.isEmpty ? "" : " \(data.version)"), \(plan.workload.prompts.count) prompts"
                + (data.sha256.isEmpty ? "" : ", sha256 \(data.sha256.prefix(12))"),
            "seed \(plan.options.seed), at most \(plan.mostTokens) output tokens, temperature "
                + "\(JSONValue.double(plan.options.temperature).serialized()), "
                + (plan.options.isStreaming ? "streamed" : "not streamed"),
            "alcf \(Version.current), from \(Kernel.description ?? "an unknown system")",
        ]
    }
}
