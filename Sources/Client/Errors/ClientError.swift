public import ALCFHTTP
public import ALCFSystem

/// The reason that there is no answer, or only a part of it, with a remedy.
public struct ClientError: RemediedError {
    /// Kind of the error.
    public var code: Code { fields.code }
    /// Description in a sentence, in the server's words if it gave any; without secrets.
    public internal(set) var message: String {
        get { fields.message }
        set { fields.message = newValue }
    }
    /// The status of the answer; nil where none came. 200 for a stream that failed later.
    public var httpStatus: Int? { fields.httpStatus }
    /// The status that the model's server behind the gateway gave, where it could be found out.
    public var upstreamStatus: Int? { fields.upstreamStatus }
    /// The server's own word, such as the gateway's `endpoint_not_found`.
    public internal(set) var serverCode: String? {
        get { fields.serverCode }
        set { fields.serverCode = newValue }
    }
    /// Remedy for the user, with the command for it.
    public internal(set) var remedy: String? {
        get { fields.remedy }
        set { fields.remedy = newValue }
    }
    /// Whether the same request may succeed when it is sent again after a while.
    ///
    /// False for a time-out after the request was sent, because the answer may still be in the making.
    public var isRetryable: Bool { fields.isRetryable }
    /// Seconds that the server asks to wait (`Retry-After`).
    public var retryAfter: Double? { fields.retryAfter }
    /// The number by which the gateway's operators find the failure.
    public internal(set) var errorID: String? {
        get { fields.errorID }
        set { fields.errorID = newValue }
    }
    /// The error that led to this one.
    public var underlying: (any Error)? { fields.underlying }
    /// Times of the exchange, as far as it came.
    public internal(set) var timings: HTTPTimings? {
        get { fields.timings }
        set { fields.timings = newValue }
    }
    /// Request that failed; nil if nothing was to be sent.
    public internal(set) var request: Request? {
        get { fields.request }
        set { fields.request = newValue }
    }
    /// Faulty answer in one piece: its text may be incomplete.
    public internal(set) var completion: ChatCompletion? {
        get { fields.completion }
        set { fields.completion = newValue }
    }

    private struct Fields: Sendable {
        let code: Code
        var message: String
        let httpStatus: Int?
        let upstreamStatus: Int?
        var serverCode: String?
        var remedy: String?
        let isRetryable: Bool
        let retryAfter: Double?
        var errorID: String?
        let underlying: (any Error)?
        var timings: HTTPTimings?
        var request: Request?
        var completion: ChatCompletion?
    }

    /// The fields, elsewhere: with them in place, the frame of a task that may fail in many ways holds an error of a
    /// kilobyte for each of them.
    private indirect enum Box: Sendable { case fields(Fields) }

    private var box: Box

    private var fields: Fields {
        get {
            switch box {
            case .fields(let fields): fields
            }
        }
        set { box = .fields(newValue) }
    }

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
        box = .fields(
            Fields(
                code: code, message: message, httpStatus: httpStatus, upstreamStatus: upstreamStatus,
                serverCode: serverCode, remedy: remedy ?? code.remedy, isRetryable: isRetryable ?? code.isRetryable,
                retryAfter: retryAfter, errorID: errorID, underlying: underlying, timings: timings))
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
