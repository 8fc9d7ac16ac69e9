import ALCFRecord
import ALCFReport
import ArgumentParser

/// The options that set the load and its duration.
struct LoadOptions: ParsableArguments {
    @Option(
        help: "Number of times each prompt is sent to each target; 1 by default, or as many as '--duration' allows.")
    var runs: Int?

    @Option(
        name: [.customShort("c"), .long, .customLong("max-concurrency")],
        help:
            "Number of requests in flight; a new one starts when one ends. With '--rate', the maximum: further requests wait, and the wait is counted."
    )
    var concurrency: Int?

    @Option(
        help: ArgumentHelp(
            "Requests per second to each target, whether or not earlier ones were answered.", valueName: "requests"))
    var rate: Double?

    @Option(help: "With '--rate': arrival pattern, poisson (independent users) or constant.")
    var arrival: ArrivalName = .poisson

    @Option(
        help: ArgumentHelp(
            "With '--rate': shape of the gamma-distributed gaps, as in vLLM. 1 is poisson, less comes in bursts, more is more even.",
            valueName: "shape"))
    var burstiness: Double?

    @Option(
        help: ArgumentHelp(
            "Raise the load gradually over this time. With '--rate', these requests are not measured.",
            valueName: "seconds"))
    var ramp = 0.0

    @Option(help: ArgumentHelp("Load each target for this long.", valueName: "seconds"))
    var duration: Double?

    @Flag(help: "With several requests in flight: load all targets at the same time instead of in turns.")
    var bothAtOnce = false

    @Option(
        help: ArgumentHelp(
            "Number of slices into which each target's prompts are divided; the targets take turns with them. At least \(SlicePlan.wanted) by default.",
            valueName: "number"))
    var slices: Int?

    @Option(help: "Number of warm-up requests to each target before measuring begins.")
    var warmup = 1

    @Option(
        help: ArgumentHelp(
            "Maximum requests per second to the service, over all targets; 10 by default, which is the service's limit.",
            valueName: "requests"))
    var maxRate: Double?

    @Option(help: "Number of event loops that share the requests; one handles at least 20,000 events per second.")
    var loops = 1

    @Flag(name: .customLong("http2"), help: "Use HTTP/2 if the server supports it. Requests then share connections.")
    var usesHTTP2 = false

    @Option(
        help: ArgumentHelp(
            "Maximum connections to a target; one for each request in flight by default.", valueName: "connections"))
    var connections: Int?

    @OptionGroup var limit: RequestTimeoutOption

    @Option(
        help: ArgumentHelp("Pause between an answer and the next turn of its conversation.", valueName: "seconds"))
    var think = 0.0

    @Flag(help: "Do not ask for confirmation before putting a large load on the service.")
    var yes = false

    private typealias Limits = BenchmarkOptions.Limits

    func validate() throws {
        try require(Limits.runs.contains(runs ?? 1), "'--runs' must be from 1 to 1000.")
        try require(Limits.concurrency.contains(concurrency ?? 1), "'--concurrency' must be from 1 to 10000.")
        try require(rate.map(Limits.rate.contains) ?? true, "'--rate' must be from 0.001 to 10000.")
        try require(
            burstiness.map { rate != nil && arrival == .poisson && ($0 == .infinity || Limits.burstiness.contains($0)) }
                ?? true,
            "'--burstiness' must be at least 0.01, or inf. It needs '--rate' and excludes '--arrival constant'.")
        try require(Limits.pause.contains(ramp), "'--ramp' must be from 0 to 3600 seconds.")
        try require(
            duration.map { Limits.duration.contains($0) && $0 > ramp } ?? true,
            "'--duration' must be longer than '--ramp', and at most a day.")
        try require(Limits.slices.contains(slices ?? 1), "'--slices' must be from 1 to 10000.")
        try require(
            slices == nil || rate != nil || duration == nil,
            "'--slices' excludes '--duration' without '--rate': a closed loop with a duration has as many slices as fit into it."
        )
        try require(maxRate.map(Limits.maxRate.contains) ?? true, "'--max-rate' must be from 0.01 to 10000.")
        try require(Limits.warmup.contains(warmup), "'--warmup' must be from 0 to 100.")
        try require(Limits.loops.contains(loops), "'--loops' must be from 1 to 64.")
        try require(Limits.concurrency.contains(connections ?? 1), "'--connections' must be from 1 to 10000.")
        try require(
            connections.map { $0 >= loops } ?? true,
            "'--connections' must be at least '--loops': each event loop needs a connection.")
        try require(Limits.pause.contains(think), "'--think' must be from 0 to 3600 seconds.")
    }

    /// Whether every option has its default value.
    var isDefault: Bool {
        (runs ?? 1) == 1 && (concurrency ?? 1) == 1 && rate == nil && burstiness == nil && ramp == 0 && duration == nil
            && !bothAtOnce && slices == nil
            && warmup == 1 && loops == 1 && !usesHTTP2 && connections == nil && think == 0
            && limit.requestTimeout == nil
    }

    /// Returns the most repetitions of `prompts` until the time is over: not so many that the schedule itself takes
    /// long.
    static func mostRuns(of prompts: Int) -> Int { max(1, min(1000, 100_000 / max(1, prompts))) }

    func apply(to options: inout BenchmarkOptions) {
        options.runs = runs ?? 1
        options.concurrency = rate == nil ? concurrency ?? 1 : 1
        options.maxInFlight = rate == nil ? nil : concurrency
        options.rate = rate
        options.arrival = burstiness.map { $0 == 1 ? .poisson : $0.isFinite ? .gamma : .constant } ?? arrival.arrival
        if let burstiness, options.arrival == .gamma { options.burstiness = burstiness }
        options.ramp = ramp
        options.duration = duration
        options.isBothAtOnce = bothAtOnce
        options.slices = slices
        options.warmup = warmup
        options.maxRate = maxRate
        options.loops = loops
        options.usesHTTP2 = usesHTTP2
        options.connections = connections
        options.think = think
        options.requestTimeout = limit.requestTimeout ?? duration.map(BenchmarkOptions.requestTimeout)
    }
}

/// An ``Arrival`` as the command line has it.
enum ArrivalName: String, ExpressibleByArgument, CaseIterable {
    case poisson, constant

    var arrival: Arrival { self == .poisson ? .poisson : .constant }
}
