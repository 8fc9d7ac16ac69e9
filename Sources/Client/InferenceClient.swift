public import ALCFAuth
public import ALCFHTTP

/// The ALCF Inference Service, and any server that speaks OpenAI's chat completions.
///
/// Every method throws ``ClientError``; an `AuthError` of the token provider passes through unchanged.
public struct InferenceClient: Sendable {
    /// Where the gateway is.
    public let baseURL: HTTPURL
    /// How long to wait.
    public let timeouts: Timeouts

    let tokens: (any TokenProvider)?
    let transport: any HTTPTransport

    /// How long to wait, for each kind of request.
    public struct Timeouts: Sendable, Hashable {
        /// For the gateway's own answers: lists, status, who am I.
        public var service: HTTPRequest.Timeouts
        /// For chat, streamed or not. Sophia may take 300 s to load a model, Metis 120 s between two pieces.
        public var chat: HTTPRequest.Timeouts

        /// Limits that suit the gateway, where nothing else is said.
        public init(
            service: HTTPRequest.Timeouts = HTTPRequest.Timeouts(connect: 10, firstByte: 90, idle: 60, total: 180),
            chat: HTTPRequest.Timeouts = HTTPRequest.Timeouts(connect: 10, firstByte: 330, idle: 150, total: nil)
        ) {
            self.service = service
            self.chat = chat
        }
    }

    /// The production gateway, `https://inference-api.alcf.anl.gov/resource_server`.
    public static let productionURL: HTTPURL = {
        do { return try HTTPURL("https://inference-api.alcf.anl.gov/resource_server") } catch {
            // A constant that is a URL: only a lack of memory can lead here.
            preconditionFailure("\(error)")
        }
    }()

    /// - Parameters:
    ///   - baseURL: the gateway, ending in `/resource_server`.
    ///   - tokens: who hands out access tokens; nil to send none. They go to the gateway only.
    ///   - transport: what sends the requests.
    ///   - timeouts: how long to wait.
    public init(
        baseURL: HTTPURL = InferenceClient.productionURL, tokens: (any TokenProvider)?, transport: any HTTPTransport,
        timeouts: Timeouts = Timeouts()
    ) {
        self.baseURL = baseURL
        self.tokens = tokens
        self.transport = transport
        self.timeouts = timeouts
    }
}
