/// The outcome of a request.
public enum Outcome: String, Sendable, Hashable, CaseIterable, MemberWord {
    /// 2xx, at least one token, a finish reason, a clean end and no error event.
    case success
    /// The host name did not resolve.
    case dns
    /// No TCP connection.
    case connect
    /// A kept connection that the server had closed, or was about to: the connection's end, and not an answer to the
    /// request.
    case retired = "connection_retired"
    /// The TLS handshake failed.
    case tls
    /// The connection was not there in time.
    case timeoutConnect = "timeout_connect"
    /// The first byte or token did not come in time.
    case timeoutFirst = "timeout_first"
    /// The stream fell silent for too long.
    case timeoutIdle = "timeout_idle"
    /// The whole request took too long.
    case timeoutTotal = "timeout_total"
    /// A status of 400 to 499 other than 401, 403 and 429.
    case http4xx = "http_4xx"
    /// 429: too many requests.
    case http429 = "http_429"
    /// A status of 500 or above.
    case http5xx = "http_5xx"
    /// 300 to 399: the server redirects; no key follows.
    case http3xx = "http_3xx"
    /// 401 or 403, or no access token to be had.
    case auth
    /// 200, and then an error event within the stream.
    case streamErrorEvent = "stream_error_event"
    /// The stream ended before a finish reason or the end marker.
    case truncated
    /// The answer breaks the protocol.
    case malformed
    /// A clean response without a single token.
    case empty
    /// The server broke the answer off: a finish reason that ends no answer, such as `abort`.
    case aborted
    /// The model refused to answer, on servers that tell that apart.
    case refused
    /// In flight when the process that had sent it died, of several that shared a run.
    case lost
    /// Ended from this side.
    case cancelled
    /// Not sent: an earlier turn of its conversation was not answered.
    case skipped

    /// Whether the request counts as answered.
    public var isSuccess: Bool { self == .success }
}
