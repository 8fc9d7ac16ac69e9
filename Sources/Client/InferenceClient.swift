public import ALCFAuth
public import ALCFHTTP
public import ALCFSystem

/// The ALCF Inference Service, and any server that speaks OpenAI's chat completions.
///
/// Every method throws ``ClientError``; an `AuthError` of the token provider passes through unchanged.
public struct InferenceClient: Sendable {
    /// Address of the gateway.
    public let baseURL: HTTPURL
    /// Time-outs.
    public let timeouts: Timeouts

    /// Retry policy.
    public let retry: RetryPolicy
    /// Lets only so many requests a second go to the gateway; nil for as many as come.
    public let limiter: RequestLimiter?
    package let tokens: (any TokenProvider)?
    package let transport: any HTTPTransport
    let notify: @Sendable (ClientEvent) -> Void
    let redactions = RedactionCache()
    /// The time of day, for what a server names a date for.
    package let clock: WallClock

    /// The production gateway, `https://inference-api.alcf.anl.gov/resource_server`.
    public static let productionURL = HTTPURL(host: "inference-api.alcf.anl.gov", path: "/resource_server")

    /// - Parameters:
    ///   - baseURL: the gateway, ending in `/resource_server`.
    ///   - tokens: who hands out access tokens; nil to send none. They go to the gateway only.
    ///   - transport: what sends the requests.
    ///   - timeouts: how long to wait.
    ///   - retry: when a request is sent again.
    ///   - limiter: lets only so many requests a second go to the gateway; copies of the client share it.
    ///   - clock: the time of day, for what a server names a date for.
    ///   - notify: told of repetitions, waits and large bodies, from any thread.
    public init(
        baseURL: HTTPURL = InferenceClient.productionURL, tokens: (any TokenProvider)?, transport: any HTTPTransport,
        timeouts: Timeouts = Timeouts(), retry: RetryPolicy = .standard, limiter: RequestLimiter? = RequestLimiter(),
        clock: WallClock = .system, notify: @escaping @Sendable (ClientEvent) -> Void = { _ in }
    ) {
        self.baseURL = baseURL
        self.tokens = tokens
        self.transport = transport
        self.timeouts = timeouts
        self.retry = retry
        self.limiter = limiter
        self.clock = clock
        self.notify = notify
    }

    /// The same client for measurements: every call is one exchange, at once, and nothing is sent again.
    public var measuring: InferenceClient {
        InferenceClient(
            baseURL: baseURL, tokens: tokens, transport: transport, timeouts: timeouts, retry: .none, limiter: nil,
            clock: clock, notify: notify)
    }
}
