public import ALCFSystem

/// The server's own record of one request, with which a client's figures are compared.
public struct NullLogEntry: Sendable, Hashable {
    /// The number behind the first `#` of the request's body; nil where there is none.
    public var number: Int?
    /// Its last byte was read.
    public var arrived: MonotonicTime
    /// The write that holds its first token began.
    public var firstToken: MonotonicTime
    /// The write that holds its last token began.
    public var lastToken: MonotonicTime
    /// Tokens written.
    public var tokens: Int

    /// The log's heading.
    static let heading = "id,t_req_ns,t_first_token_ns,t_last_token_ns,tokens"

    /// Line of the log.
    var line: String {
        "\(number ?? -1),\(arrived.nanoseconds),\(firstToken.nanoseconds),\(lastToken.nanoseconds),\(tokens)"
    }
}
