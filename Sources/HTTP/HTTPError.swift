public import ALCFSystem

/// An exchange that did not come to its end. What was received before is not lost: the body gave it out already.
public struct HTTPError: RemediedError {
    /// The part of the exchange that failed; codes may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code as it is written in records.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// The URL is not valid; nothing was sent.
        public static let invalidURL = Code("invalid_url")
        /// A part of the request other than the URL is not valid; nothing was sent.
        public static let invalidRequest = Code("invalid_request")
        /// The proxy that the environment names cannot be used as it is written; nothing was sent.
        public static let invalidProxy = Code("invalid_proxy")
        /// Credentials were to go over an unencrypted connection to another machine; nothing was sent.
        public static let insecure = Code("insecure")
        /// The host has no address.
        public static let dns = Code("dns")
        /// No connection: refused, unreachable, or a proxy failed.
        public static let connect = Code("connect")
        /// The TLS handshake failed or the certificate is not good.
        public static let tls = Code("tls")
        /// No connection in time.
        public static let timeoutConnect = Code("timeout_connect")
        /// The response did not begin in time.
        public static let timeoutFirstByte = Code("timeout_first")
        /// Nothing came for too long in the middle of the response.
        public static let timeoutIdle = Code("timeout_idle")
        /// The exchange as a whole took too long.
        public static let timeoutTotal = Code("timeout_total")
        /// The connection broke in the middle.
        public static let disconnected = Code("disconnected")
        /// The answer is not HTTP.
        public static let malformed = Code("malformed")
        /// More came than was allowed.
        public static let tooLarge = Code("too_large")
        /// The caller gave up.
        public static let cancelled = Code("cancelled")
        /// Anything else libcurl reports.
        public static let other = Code("other")
    }

    /// Part of the exchange that failed.
    public let code: Code
    /// Description, with the host, without secrets.
    public let message: String
    /// The next step for the user; nil where ``message`` says all there is.
    public let remedy: String?
    /// libcurl's number, where it came from there.
    public let curlCode: Int?
    /// Whether it was a kept connection that broke, before any byte of an answer and soon after the request was
    /// written: the server had closed it as idle, or was about to. Whether the request reached it is not known.
    public var isRetiredConnection = false
    /// Times of the exchange, as far as it came.
    public var timings: HTTPTimings?

    /// An error.
    public init(
        _ code: Code, _ message: String, remedy: String? = nil, curlCode: Int? = nil, timings: HTTPTimings? = nil
    ) {
        self.code = code
        self.message = message
        self.remedy = remedy ?? (code == .invalidProxy ? ProxySetting.syntax : nil)
        self.curlCode = curlCode
        self.timings = timings
    }

    /// Whether the request cannot have reached the server, so that sending it again is safe.
    public var isBeforeSend: Bool {
        [.invalidURL, .invalidRequest, .invalidProxy, .insecure, .dns, .connect, .tls, .timeoutConnect].contains(code)
    }
}
