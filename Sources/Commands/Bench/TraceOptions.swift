import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// A recorded load to be replayed.
struct TraceOptions: ParsableArguments {
    @Option(
        name: .customLong("trace"),
        help: ArgumentHelp(
            """
            Replay a recorded load: Azure's CSV, Mooncake's JSON Lines, or JSON Lines with 'time' (seconds) and 'prompt'. If it has \
            only lengths, prompts are generated. '--samples' limits it to the first requests.
            """, valueName: "file"))
    var file: String?

    @Option(
        name: .customLong("trace-speed"),
        help: ArgumentHelp("Replay the trace this many times faster.", valueName: "factor"))
    var speed = 1.0

    func validate() throws {
        try require(BenchmarkOptions.Limits.traceSpeed.contains(speed), "'--trace-speed' must be from 0.001 to 10000.")
        try require(file != nil || speed == 1, "'--trace-speed' needs '--trace'.")
    }

    /// Nil where nothing is replayed.
    ///
    /// - Throws: `UsageError` for a file that cannot be read, `BenchError` for one that is no trace.
    func workload(_ options: WorkloadOptions, promptSeed: UInt64) throws -> Workload? {
        guard let file else { return nil }
        let bytes: [UInt8]
        do { bytes = try FileContents.input(file, limit: 1 << 30) } catch {
            throw UsageError("the trace cannot be read: \(error)", remedy: "Give the file's path with --trace.")
        }
        let trace = try TraceFile(bytes, name: file.split(separator: "/").last.map(String.init) ?? file)
        return try trace.workload(options.samples, speed: speed, seed: promptSeed)
    }

    /// A trace is an open loop whose rate is that of its requests.
    func apply(to options: inout BenchmarkOptions, _ work: Workload, _ load: LoadOptions) {
        guard file != nil else { return }
        let last = work.prompts.compactMap(\.due).max() ?? 0
        options.samples = work.prompts.count
        options.arrival = .trace
        options.traceSpeed = speed
        // To four digits behind the point: it is told, and decides nothing.
        let rate = (1e4 * Double(work.prompts.count) / max(last, 1)).rounded() / 1e4
        let limits = BenchmarkOptions.Limits.rate
        options.rate = min(max(rate, limits.lowerBound), limits.upperBound)
        options.maxInFlight = load.concurrency
        options.concurrency = 1
    }
}
