/// The head of a response, and its body to come.
public struct HTTPResponse: Sendable {
    /// 200 to 599; informational responses are passed over.
    public let status: Int
    /// The header fields.
    public let headers: HTTPHeaders
    /// The body, as it comes; to be read once.
    public let body: HTTPBody
    /// Takes out of what comes what was sent and must not come back.
    public var redaction = Redaction()
    /// Whether a sink has taken the body, which then nothing else can read.
    public internal(set) var isTaken = false

    /// A response, for transports that are not a network.
    public init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: HTTPBody) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether the status is 2xx.
    var isSuccess: Bool { (200..<300).contains(status) }

    /// Times of the exchange; complete once the body has ended.
    public var timings: HTTPTimings { body.timings }
}
