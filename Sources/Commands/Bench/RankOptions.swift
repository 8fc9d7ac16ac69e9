import ALCFLoad
import ALCFRecord
import ALCFSystem
import ArgumentParser

/// The options of a benchmark that several processes share.
struct RankOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Which of several processes that share the benchmark this is, as in 0/8 … 7/8. By default what mpiexec or srun says; 'none' \
            for a process of its own; 'array' or 'array/8' in an array of jobs; \
            \(RankLauncher.allCases.map(\.rawValue).joined(separator: ", ")) where launchers contradict each other.
            """, valueName: "rank"))
    var rank: String?

    @Option(
        help: ArgumentHelp(
            "Folder by which the processes talk, which all must see; NAME.ranks beside the results by default.",
            valueName: "folder"))
    var rankFolder: String?

    @Option(help: ArgumentHelp("How long the first process waits for the others.", valueName: "seconds"))
    var rankWait = 120.0

    @Option(
        help: ArgumentHelp("After how long without a sign of life a process is given up.", valueName: "seconds"))
    var rankTimeout = 60.0

    @Flag(help: "Start without the processes that are not there in time. Their share is not sent.")
    var startWithout = false

    @Flag(
        help: """
            Requests in flight, rates and connections are those of each process: the load as a whole is so many times as large. \
            Prompts, requests and durations remain those of the whole.
            """)
    var perRank = false

    func validate() throws {
        try require((1...86_400).contains(rankWait), "'--rank-wait' must be from 1 to 86400 seconds.")
        try require((5...3_600).contains(rankTimeout), "'--rank-timeout' must be from 5 to 3600 seconds.")
    }

    /// The rank of this process; nil where it is the only one.
    ///
    /// - Throws: `BenchError` where it cannot be known.
    func found() throws -> Rank? {
        try RankDetection(environment: ProcessEnvironment.values(RankLauncher.variables)).rank(option: rank)
    }

    var limits: RankLimits {
        var limits = RankLimits()
        limits.wait = rankWait
        limits.silence = rankTimeout
        limits.startsWithout = startWithout
        return limits
    }
}

extension LoadOptions {
    /// The options of the load as a whole, where these are each rank's.
    ///
    /// - Parameter isTrace: whether a trace says what is sent when.
    /// - Throws: `BenchError` where that is more than can be.
    func whole(ofRanks size: Int, isTrace: Bool) throws -> LoadOptions {
        var load = self
        if isTrace {
            load.concurrency = concurrency.map { $0.multipliedClamped(by: size) }
            return load
        }
        var options = BenchmarkOptions()
        apply(to: &options)
        let whole = try options.whole(ofRanks: size)
        load.concurrency = rate == nil ? whole.concurrency : whole.maxInFlight
        load.rate = whole.rate
        load.maxRate = whole.maxRate
        load.connections = whole.connections
        return load
    }

    /// Makes sure that each rank gets something to do.
    ///
    /// - Throws: `BenchError` naming the option that cannot be divided.
    func requireShares(amongRanks size: Int, precision: Double?) throws {
        var options = BenchmarkOptions()
        apply(to: &options)
        options.precision = precision
        try options.requireShares(amongRanks: size)
    }
}
