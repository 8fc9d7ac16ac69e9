import ALCFJSON
import ALCFRecord
package import ALCFReport
import ALCFSystem
import Glibc

/// A sweep, of which the levels that are not complete yet are run, one after the other.
package struct SweepRun: Sendable {
    /// The plan.
    package var plan: SweepPlan
    private let base: String
    private let environment: RunEnvironment
    private let simulationSpeed: Double?

    /// - Parameters:
    ///   - base: the common beginning of the names of its files.
    ///   - simulationSpeed: that of a simulated service; nil for a real one.
    package init(_ plan: SweepPlan, base: String, _ environment: RunEnvironment, simulationSpeed: Double?) {
        self.plan = plan
        self.base = base
        self.environment = environment
        self.simulationSpeed = simulationSpeed
    }

    /// The state of one level.
    private enum State {
        case absent
        case begun(InterruptedRun, RecordWriter)
        case complete
    }

    /// Returns what is still to be run.
    package func left(_ targets: [BenchmarkTarget]) -> [BenchmarkRunner] {
        plan.loads.indices.filter { !isComplete($0) }.map { runner($0, targets) }
    }

    /// Runs what is not complete yet.
    ///
    /// - Parameters:
    ///   - perform: runs one level, and says whether it was interrupted.
    ///   - warn: told of a level that is not valid.
    /// - Throws: `CancellationError` when a level was interrupted; what `perform` throws.
    package func run(
        _ targets: [BenchmarkTarget], perform: (RecordedRun) async throws -> Bool, warn: (String) -> Void
    ) async throws -> SweepReport {
        var left = targets
        var results: [SweepLevel] = []
        var notes: [String] = []
        if plan.options.repeatsPrompts, !plan.options.bustsCache {
            notes.append(
                "Prompts were repeated at later levels (--repeat-prompts), so a cache may have served them there, and differences "
                    + "between levels are not due to the load alone.")
        }
        for (index, load) in plan.loads.enumerated() where !left.isEmpty {
            let files = plan.files(index, base: base)
            let record = try await record(index, left, files, perform, warn)
            let verdict = Analysis(record).instrument
            if verdict.isInvalid { notes.append("The level \(SweepPlan.text(load)) is \(verdict.sentence).") }
            for target in left {
                let level = SweepLevel(
                    target.name, load: load, inFlight: plan.isRate ? 1 : Int(clamping: load), in: record)
                results.append(level)
                guard level.failedShare > plan.stopAtErrors else { continue }
                notes.append(
                    "\(target.name) failed \(NumberText.fixed(level.failedShare * 100, 0)) % at \(SweepPlan.text(load)), "
                        + "and was left out after it.")
            }
            left.removeAll { target in
                results.contains { $0.target == target.name && $0.failedShare > plan.stopAtErrors }
            }
        }
        return SweepReport(
            levels: results, targets: targets.map(\.manifest), isRate: plan.isRate, notes: notes,
            isSimulated: simulationSpeed != nil, setting: setting)
    }

    // MARK: One level

    private func runner(_ index: Int, _ targets: [BenchmarkTarget]) -> BenchmarkRunner {
        var options = plan.options(index)
        options.maxRate = GatewayLimit.rate(options.maxRate, for: targets, simulationSpeed: simulationSpeed)
        return BenchmarkRunner(targets: targets, prompts: plan.prompts(index).prompts, options: options)
    }

    /// Returns the record of a level, which is run as far as it is not complete.
    private func record(
        _ index: Int, _ targets: [BenchmarkTarget], _ files: ReportFiles,
        _ perform: (RecordedRun) async throws -> Bool, _ warn: (String) -> Void
    ) async throws -> Record {
        let run: RecordedRun
        switch try state(files.record) {
        case .complete: return try RecordReader.read(path: files.record)
        case .begun(let before, let writer):
            run = try before.continued(writer, targets, simulationSpeed: simulationSpeed, environment)
        case .absent: run = try await begin(index, targets, files)
        }
        let wasInterrupted = try await perform(run)
        let record = try RecordReader.read(path: files.record)
        let analysis = Analysis(record)
        try files.write(analysis)
        if analysis.instrument.isInvalid { warn("\(files.record) is \(analysis.instrument.sentence)") }
        if wasInterrupted { throw CancellationError() }
        return record
    }

    private func begin(_ index: Int, _ targets: [BenchmarkTarget], _ files: ReportFiles) async throws -> RecordedRun {
        unlink(files.record)
        var declared = Design()
        declared.sweep = base
        declared.sweepLevels = plan.loads.count
        let runner = runner(index, targets)
        let manifest = await environment.manifest(
            runner, plan.prompts(index), plan.arguments, simulationSpeed: simulationSpeed, declared: declared)
        let anchor = MonotonicTime.now
        var run = RecordedRun(runner, into: try RecordWriter(path: files.record, manifest: manifest), environment)
        run.anchor = anchor
        return run
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

    private var setting: [String] {
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
            "\(environment.tool), from \(Kernel.description ?? "an unknown system")",
        ]
    }
}
