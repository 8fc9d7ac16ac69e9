public import ALCFHTTP
public import ALCFSystem

/// The reason that there is no answer, or only a part of it, with a remedy.
public struct ClientError: RemediedError {
    /// Kind of the error.
    public let code: Code
    /// Description in a sentence, in the server's words if it gave any; without secrets.
    public internal(set) var message: String
    /// The status of the answer; nil where none came. 200 for a stream that failed later.
    public let httpStatus: Int?
    /// The status that the model's server behind the gateway gave, where it could be found out.
    public let upstreamStatus: Int?
    /// The server's own word, such as the gateway's `endpoint_not_found`.
    public internal(set) var serverCode: String?
    /// Remedy for the user, with the command for it.
    public internal(set) var remedy: String?
    /// Whether the same request may succeed when it is sent again after a while.
    ///
    /// False for a time-out after the request was sent, because the answer may still be in the making.
    public let isRetryable: Bool
    /// Seconds that the server asks to wait (`Retry-After`).
    public let retryAfter: Double?
    /// The number by which the gateway's operators find the failure.
    public internal(set) var errorID: String?
    /// The error that led to this one.
    public let underlying: (any Error)?
    /// Times of the exchange, as far as it came.
    public internal(set) var timings: HTTPTimings?
    /// Request that failed; nil if nothing was to be sent.
    public internal(set) var request: Request?
    /// Faulty answer in one piece: its text may be incomplete.
    public internal(set) var completion: ChatCompletion?

    /// The request behind an error, without anything secret.
    public struct Request: Sendable, Hashable, CustomStringConvertible {
        /// `GET` or `POST`.
        public let method: String
        /// The whole address.
        public let url: String

        /// Description, as in `POST https://inference-api.alcf.anl.gov/resource_server/metis/api/v1/chat/completions`.
        public var description: String { "\(method) \(url)" }
    }

    /// An error. Where `remedy` or `isRetryable` is nil, what goes with the code counts.
    public init(
        _ code: Code, _ message: String, httpStatus: Int? = nil, upstreamStatus: Int? = nil, serverCode: String? = nil,
        remedy: String? = nil, isRetryable: Bool? = nil, retryAfter: Double? = nil, errorID: String? = nil,
        underlying: (any Error)? = nil, timings: HTTPTimings? = nil
    ) {
        self.code = code
        self.message = message
        self.httpStatus = httpStatus
        self.upstreamStatus = upstreamStatus
        self.serverCode = serverCode
        self.remedy = remedy ?? code.remedy
        self.isRetryable = isRetryable ?? code.isRetryable
        self.retryAfter = retryAfter
        self.errorID = errorID
        self.underlying = underlying
        self.timings = timings
    }
}

extension ClientError {
    /// The same, with what was asked, unless that is known already.
    ///
    /// - Parameter remedy: what fits better than what is said already.
    package func with(_ asked: Request?, remedy: String? = nil, timings: HTTPTimings? = nil) -> ClientError {
        var copy = self
        copy.remedy = remedy ?? self.remedy
        copy.request = request ?? asked
        copy.timings = timings ?? self.timings
        return copy
    }
}

extension ClientError.Request {
    package init(_ request: HTTPRequest) { self.init(method: request.method.rawValue, url: request.url.string) }
}
