public import ALCFHTTP
public import ALCFSystem

/// Why there is no answer, or not all of it, and what to do about it.
public struct ClientError: RemediedError {
    /// What kind of trouble it is.
    public let code: Code
    /// What happened, in a sentence, in the server's words where it has any; without secrets.
    public internal(set) var message: String
    /// The status of the answer; nil where none came. 200 for a stream that failed later.
    public let httpStatus: Int?
    /// The status that the model's server behind the gateway gave, where it could be found out.
    public let upstreamStatus: Int?
    /// The server's own word, such as the gateway's `endpoint_not_found`.
    public internal(set) var serverCode: String?
    /// What the user can do, with the command that does it.
    public internal(set) var remedy: String?
    /// Whether the same request may succeed when it is sent again after a while.
    ///
    /// False for a time-out after the request was sent, because the answer may still be in the making.
    public let isRetryable: Bool
    /// How long the server asks to wait, in seconds (`Retry-After`).
    public let retryAfter: Double?
    /// The number by which the gateway's operators find the failure.
    public internal(set) var errorID: String?
    /// The error that led to this one.
    public let underlying: (any Error)?
    /// How far the exchange came.
    public internal(set) var timings: HTTPTimings?
    /// What was asked; nil where nothing was to be sent.
    public internal(set) var request: Request?
    /// What came of an answer in one piece that is not good: its text may be half of what was to come.
    public internal(set) var completion: ChatCompletion?

    /// What was asked, without anything that is secret.
    public struct Request: Sendable, Hashable, CustomStringConvertible {
        /// `GET` or `POST`.
        public let method: String
        /// The whole address.
        public let url: String

        /// As in `POST https://inference-api.alcf.anl.gov/resource_server/metis/api/v1/chat/completions`.
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
