import ALCFJSON
import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSimulator
import ALCFSystem
import ArgumentParser

/// By how much the instrument itself errs.
struct BenchmarkSelfCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "self-check",
        abstract: "Measure the instrument's own error against a local server with an exact schedule.",
        discussion: """
            The server logs, on the same clock, when each request came and when its first and last token left. The check ends with a \
            verdict: how short a time can be measured from this machine under this load. A short form of it runs before and after \
            each benchmark.

              alcf benchmark self-check
              alcf benchmark self-check --concurrency 1000 --ttft 500 --gap 50 --json
            """)

    @Option(name: .shortAndLong, help: "Number of requests in flight.")
    var concurrency: Int?

    @Option(
        help: ArgumentHelp("Requests per second, evenly spaced, instead of '--concurrency'.", valueName: "requests"))
    var rate: Double?

    @Option(help: "Number of requests; by default four for each in flight, or enough for ten seconds.")
    var requests: Int?

    @Option(help: ArgumentHelp("Time until the first token.", valueName: "ms"))
    var ttft = 200.0

    @Option(help: ArgumentHelp("Time between two tokens.", valueName: "ms"))
    var gap = 20.0

    @Option(help: "Number of tokens in an answer.")
    var tokens = 64

    @Option(help: "Number of event loops that share the requests.")
    var loops = 1

    @OptionGroup var format: FormatOptions

    func validate() throws {
        try require((1...10_000).contains(concurrency ?? 1), "'--concurrency' must be from 1 to 10000.")
        try require(rate.map { (0.1...10_000).contains($0) } ?? true, "'--rate' must be from 0.1 to 10000.")
        try require(rate == nil || concurrency == nil, "'--rate' and '--concurrency' exclude each other.")
        try require((1...64).contains(loops), "'--loops' must be from 1 to 64.")
        try require((1...1_000_000).contains(requests ?? 1), "'--requests' must be from 1 to 1000000.")
        try require(
            NullSchedule(firstToken: ttft, gap: gap, tokens: tokens).isValid,
            "The times must not be below 0 or add up to more than ten minutes.")
    }

    private var load: InstrumentLoad {
        let count = requests ?? rate.map { max(10, Int(clamping: $0 * 10)) } ?? 4 * (concurrency ?? 64)
        return InstrumentLoad(
            concurrency: concurrency ?? 64, rate: rate, requests: count, firstToken: ttft, gap: gap, tokens: tokens)
    }

    func run() async throws {
        if case .refuse(let count) = DescriptorLimit.raise(for: (concurrency ?? 64) + 64) {
            throw UsageError(
                "this many requests in flight need \(count) open files",
                remedy: "Raise the limit, then run it again: ulimit -n \(count)")
        }
        let found = try await InstrumentServer.program.use(loops: loops, Network.configuration) { run in
            var found = try await run.check(load, .alone)
            found.ceiling = try await run.ceiling(.burst(requests: 2000))
            return found
        }
        Console.print(SelfCheckReport(found).document, as: format.form)
        if (found.error?.requests ?? 0) == 0 { throw ExitCode(Failure.ExitCode.failed) }
    }
}
