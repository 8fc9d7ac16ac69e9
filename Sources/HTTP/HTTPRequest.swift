public import ALCFCrypto

/// A request to be sent.
public struct HTTPRequest: Sendable {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    public var method: Method
    /// Address.
    public var url: HTTPURL
    /// In the order they are sent. An `Authorization` header is refused here: use ``authorization``.
    public var headers: [(name: String, value: String)]
    /// Sent after ``headers``, and shown nowhere; those that prove who asks, like ``authorization``, only where that
    /// may go.
    public var secretHeaders: [(name: String, value: Secret, isCredential: Bool)] = []
    /// Secrets in the body, so that an echo of them is not shown either.
    public var bodySecrets: [Secret] = []
    /// Sent with its length; nil for none.
    public var body: [UInt8]? {
        get { content?.bytes }
        set { content = newValue.map { HTTPContent($0) } }
    }
    private(set) var content: HTTPContent?
    /// Credentials. Sent only over TLS or to this machine, and never to the target of a redirect.
    public var authorization: Authorization?
    /// Time-outs of each part.
    public var timeouts: Timeouts
    /// The HTTP versions that may be used.
    public var version: Version
    /// Whether the server must prove by a certificate who it is. False for a server of one's own, and never with a
    /// token of Globus'.
    public var checksCertificate = true

    /// The methods that are sent.
    public enum Method: String, Sendable { case get = "GET", post = "POST", put = "PUT", delete = "DELETE" }

    /// The credentials of a request.
    public enum Authorization: Sendable, Hashable {
        case bearer(Secret)
        case basic(user: String, password: Secret)
    }

    /// The HTTP version. A latency measurement wants one connection for each stream, which is HTTP/1.1.
    public enum Version: Sendable { case http1, http2 }

    /// Limits; nil for none.
    public struct Timeouts: Sendable, Hashable {
        /// For name lookup, TCP and TLS together.
        public var connect: Duration?
        /// From the request's start to the first byte of the response's head.
        public var firstByte: Duration?
        /// Between two reads once the response has begun.
        public var idle: Duration?
        /// For the whole exchange.
        public var total: Duration?

        /// Limits; nil for none.
        public init(
            connect: Duration? = .seconds(10), firstByte: Duration? = .seconds(60), idle: Duration? = .seconds(60),
            total: Duration? = nil
        ) {
            self.connect = connect
            self.firstByte = firstByte
            self.idle = idle
            self.total = total
        }
    }

    /// A request.
    public init(
        _ method: Method = .get, _ url: HTTPURL, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        authorization: Authorization? = nil, timeouts: Timeouts = Timeouts(), version: Version = .http1
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        content = body.map { HTTPContent($0) }
        self.authorization = authorization
        self.timeouts = timeouts
        self.version = version
    }
}
