/// Options of a benchmark. All of them go into the record, from which a run can be continued.
public struct BenchmarkOptions: Sendable, Hashable {
    /// Number of prompts.
    public var samples: Int
    /// Times that each prompt is sent to each target; the most times where ``duration`` or ``precision`` ends the run.
    public var runs: Int
    /// Requests in flight at once to each target, in a closed loop.
    public var concurrency: Int
    /// The most tokens of an answer, reasoning included; a prompt may have a limit of its own.
    public var maxTokens: Int
    /// 0 for the likeliest token always.
    public var temperature: Double
    /// Seed of every random choice; sent to the models too.
    public var seed: UInt64
    /// Whether answers are streamed. Without it there is no time to first token.
    public var isStreaming: Bool
    /// Requests to each target before measuring begins.
    public var warmup: Int
    /// `low`, `medium` or `high`; nil for the model's own default.
    public var reasoningEffort: String?
    /// Requests a second to each target, sent whether or not earlier ones have been answered (an open loop); nil for a
    /// closed loop, in which a new request waits for an old one to end.
    public var rate: Double?
    /// Distribution of an open loop's requests over time.
    public var arrival: Arrival
    /// Seconds over which the load rises from nothing, at the beginning of each slice.
    public var ramp: Double
    /// Seconds of load on each target; nil where only the number of requests limits the run.
    public var duration: Double?
    /// Whether the targets are loaded at the same time, and not in turns; without effect on a closed loop of one
    /// request.
    public var isBothAtOnce: Bool
    /// Into how many slices the prompts are cut; nil for as many as ``SlicePlan`` says.
    public var slices: Int?
    /// The most requests a second to the service, whatever the load asks for: see ``RequestLimiter``.
    public var maxRate: Double?
    /// Half the width of the ratio's interval at which the run may end, as in 0.05; nil for all prompts: see
    /// ``PrecisionRule``.
    public var precision: Double?
    /// Whether targets were doubled to see what the method finds between a system and itself.
    public var isControlled: Bool
    /// Whether it is the original study's experiment: all of the first target, then all of the next, and no seed is
    /// sent.
    public var isAsOriginal = false

    /// Event loops, each with a thread of its own, over which the requests are spread.
    public var loops = 1
    /// Whether HTTP/2 is spoken where the server does, so that requests share connections.
    public var usesHTTP2 = false
    /// The most connections to each target; nil for one for each request in flight.
    public var connections: Int?
    /// Seconds from an answer to the next turn of its conversation.
    public var think = 0.0
    /// Seconds for a request as a whole; nil for the client's own limits, which are on silence.
    public var requestTimeout: Double?

    /// Seed of generated texts: prompts, those of the warm-up, and the digits of ``bustsCache``. Another one each run,
    /// so that no server knows them, unless it is given.
    public var promptSeed: UInt64 = 1
    /// Whether each sending begins with digits of its own, so that no cache of prefixes helps.
    public var bustsCache = false
    /// Whether prompts may be sent again to a target that has seen them, because that is wanted.
    public var repeatsPrompts = false
    /// The targets that are told to make each answer as long as its limit, by `ignore_eos` and `min_tokens`.
    public var forcedTargets: [String] = []
    /// With ``rate``: the most requests in flight to each target; what is due meanwhile waits.
    public var maxInFlight: Int?
    /// With ``Arrival/gamma``: the shape of the gaps' distribution; 1 is Poisson, below it arrivals come in bursts.
    public var burstiness = 1.0
    /// The targets whose servers are asked for their health between requests: see ``ProbeTarget``.
    package var probes: [String] = []
    /// With ``Arrival/trace``: how many times faster than recorded the trace is replayed.
    public var traceSpeed = 1.0

    /// Options; the defaults are those of the command line.
    public init(
        samples: Int = 10, runs: Int = 1, concurrency: Int = 1, maxTokens: Int = 512, temperature: Double = 0,
        seed: UInt64 = 1, isStreaming: Bool = true, warmup: Int = 1, reasoningEffort: String? = nil,
        rate: Double? = nil, arrival: Arrival = .poisson, ramp: Double = 0, duration: Double? = nil,
        isBothAtOnce: Bool = false, slices: Int? = nil, maxRate: Double? = nil, precision: Double? = nil,
        isControlled: Bool = false
    ) {
        self.samples = samples
        self.runs = runs
        self.concurrency = concurrency
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.seed = seed
        self.isStreaming = isStreaming
        self.warmup = warmup
        self.reasoningEffort = reasoningEffort
        self.rate = rate
        self.arrival = arrival
        self.ramp = ramp
        self.duration = duration
        self.isBothAtOnce = isBothAtOnce
        self.slices = slices
        self.maxRate = maxRate
        self.precision = precision
        self.isControlled = isControlled
    }

    /// Seconds for a request in a run that is to take `duration` seconds, where nothing else is said: a server that
    /// hangs must not keep a short run for minutes.
    public static func requestTimeout(duration: Double) -> Double { max(15, 5 * duration) }

    /// Whether the number of requests is known before the run.
    public var hasFixedCount: Bool { duration == nil && precision == nil && (rate == nil || ramp == 0) }
}
