import ALCFRecord
import ALCFReport
import ArgumentParser

/// How much is asked at a time, and for how long.
struct LoadOptions: ParsableArguments {
    @Option(help: "How often each prompt is sent to each target; 1 by default, or as often as '--duration' allows.")
    var runs: Int?

    @Option(
        name: [.customShort("c"), .long, .customLong("max-concurrency")],
        help:
            "Requests in flight at once: a new one starts when one ends. With '--rate' the most in flight: what is due meanwhile waits, which counts."
    )
    var concurrency: Int?

    @Option(
        help: ArgumentHelp(
            "Requests a second to each target, whether or not earlier ones were answered.", valueName: "requests"))
    var rate: Double?

    @Option(help: "With '--rate': poisson (independent users) or constant.")
    var arrival: ArrivalName = .poisson

    @Option(
        help: ArgumentHelp(
            "With '--rate': the shape of gamma gaps, as in vLLM; 1 is poisson, below it requests come in bursts, above it evenly.",
            valueName: "shape"))
    var burstiness: Double?

    @Option(
        help: ArgumentHelp(
            "Let the load rise over so many seconds; of '--rate', these requests are not measured.",
            valueName: "seconds"))
    var ramp = 0.0

    @Option(help: ArgumentHelp("Load each target for so long.", valueName: "seconds"))
    var duration: Double?

    @Flag(help: "With several requests in flight: load all targets at the same time, not in turns.")
    var bothAtOnce = false

    @Option(
        help: ArgumentHelp(
            "Into how many slices of prompts the run is cut, with which the targets take turns; \(SlicePlan.wanted) and more by default.",
            valueName: "number"))
    var slices: Int?

    @Option(help: "Requests to each target before measuring begins.")
    var warmup = 1

    @Option(
        help: ArgumentHelp(
            "The most requests a second to the service, all targets together; 10 by default, which is its limit.",
            valueName: "requests"))
    var maxRate: Double?

    @Option(help: "Event loops to spread the requests over; one carries some 20,000 events a second and more.")
    var loops = 1

    @Flag(name: .customLong("http2"), help: "Speak HTTP/2 where the server does: requests then share connections.")
    var usesHTTP2 = false

    @Option(
        help: ArgumentHelp(
            "The most connections to a target; by default one for each request in flight.", valueName: "connections"))
    var connections: Int?

    @OptionGroup var limit: RequestTimeoutOption

    @Option(
        help: ArgumentHelp("Seconds from an answer to the next turn of its conversation.", valueName: "seconds"))
    var think = 0.0

    @Flag(help: "Do not ask before a large load is put on the service.")
    var yes = false

    private typealias Limits = BenchmarkOptions.Limits

    func validate() throws {
        try require(Limits.runs.contains(runs ?? 1), "'--runs' must be from 1 to 1000.")
        try require(Limits.concurrency.contains(concurrency ?? 1), "'--concurrency' must be from 1 to 10000.")
        try require(rate.map(Limits.rate.contains) ?? true, "'--rate' must be from 0.001 to 10000.")
        try require(
            burstiness.map { rate != nil && arrival == .poisson && ($0 == .infinity || Limits.burstiness.contains($0)) }
                ?? true,
            "'--burstiness' is from 0.01 up, or inf; it needs '--rate', and excludes '--arrival constant'.")
        try require(Limits.pause.contains(ramp), "'--ramp' must be from 0 to 3600 seconds.")
        try require(
            duration.map { Limits.duration.contains($0) && $0 > ramp } ?? true,
            "'--duration' must be longer than '--ramp', and at most a day.")
        try require(Limits.slices.contains(slices ?? 1), "'--slices' must be from 1 to 10000.")
        try require(
            slices == nil || rate != nil || duration == nil,
            "'--slices' excludes '--duration' without '--rate': a closed loop whose time is set has as many slices as fit in."
        )
        try require(maxRate.map(Limits.maxRate.contains) ?? true, "'--max-rate' must be from 0.01 to 10000.")
        try require(Limits.warmup.contains(warmup), "'--warmup' must be from 0 to 100.")
        try require(Limits.loops.contains(loops), "'--loops' must be from 1 to 64.")
        try require(Limits.concurrency.contains(connections ?? 1), "'--connections' must be from 1 to 10000.")
        try require(
            connections.map { $0 >= loops } ?? true,
            "Each of the '--loops' needs a connection: '--connections' is less.")
        try require(Limits.pause.contains(think), "'--think' must be from 0 to 3600 seconds.")
    }

    /// Whether nothing is asked for but what is so by itself.
    var isDefault: Bool {
        (runs ?? 1) == 1 && (concurrency ?? 1) == 1 && rate == nil && burstiness == nil && ramp == 0 && duration == nil
            && !bothAtOnce && slices == nil
            && warmup == 1 && loops == 1 && !usesHTTP2 && connections == nil && think == 0
            && limit.requestTimeout == nil
    }

    /// How often prompts may be repeated until the time is over: not so often that the schedule itself takes long.
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
