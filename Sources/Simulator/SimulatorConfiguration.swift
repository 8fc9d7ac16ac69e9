public import ALCFSystem

/// The behaviour of the simulated service.
public struct SimulatorConfiguration: Sendable {
    /// The port on 127.0.0.1; 0 for any free one.
    public var port: Int
    /// Speed relative to the real service: every delay is divided by it. See ``speeds``.
    public var speed: Double
    /// Seed of jitter, answers and faults: the same seed and the same requests give the same service.
    public var seed: UInt64
    /// Faults, and how often each occurs.
    public var faults: [Fault]
    /// Lifetime of an access token, in seconds.
    public var accessTokenLifetime: Int
    /// Whether a refresh answers with another refresh token, and the old one is dead.
    public var rotatesRefreshTokens: Bool
    /// Whether the gateway wants a token; without, every request is the sample user's.
    public var requiresToken: Bool
    /// The models of each cluster.
    public var models: [SimulatedCluster: [SimulatedModel]]
    /// Clusters under maintenance.
    public var maintenance: Set<SimulatedCluster>
    /// Seconds that each token of a prompt takes before the first token of the answer; none where a cluster is not
    /// named, as nothing was measured on the real ones.
    public var prefill: [SimulatedCluster: Double] = [:]
    /// Latency of answers; a cluster that is not named has the latency measured on the real one.
    public var latency: [SimulatedCluster: SimulatedLatency] = [:]
    /// Seconds that the gateway takes for every answer of its own or of a model, that to `/health` included.
    public var gatewayDelay = 0.0
    /// Seconds for which requests wait between the gateway and the model, beside ``latency``, on average.
    public var queue: [SimulatedCluster: Double] = [:]
    /// The ways in which latencies depend on the past.
    public var memory = SimulatedMemory()
    /// The ways in which latencies depend on the day and on the hour.
    package var calendar = SimulatedCalendar()
    /// The time that the ``memory`` and the ``calendar`` go by.
    public var time: @Sendable () -> MonotonicTime = { .now }
    /// Whether the gateway gives itself away as simulated, by a header of `/health`. Without, a test can see how a
    /// program treats the real service.
    public var tellsItIsSimulated = true
    /// The time that tokens expire by, and that answers are dated with.
    public var clock: WallClock

    /// The speeds that there are: slower than a thousandth, no answer would come within hours.
    public static let speeds = 0.001...1000.0
    /// The lives of access tokens that there are, in seconds: up to a hundred years.
    public static let tokenLifetimes = 1...3_155_760_000

    /// The real service at its own speed, without faults.
    public init(
        port: Int = 0, speed: Double = 1, seed: UInt64 = 1, faults: [Fault] = [], accessTokenLifetime: Int = 172_800,
        rotatesRefreshTokens: Bool = false, requiresToken: Bool = true,
        models: [SimulatedCluster: [SimulatedModel]] = SimulatedModel.standard,
        maintenance: Set<SimulatedCluster> = [], clock: WallClock = .system
    ) {
        self.port = port
        self.speed = speed
        self.seed = seed
        self.faults = faults
        self.accessTokenLifetime = accessTokenLifetime
        self.rotatesRefreshTokens = rotatesRefreshTokens
        self.requiresToken = requiresToken
        self.models = models
        self.maintenance = maintenance
        self.clock = clock
    }
}
