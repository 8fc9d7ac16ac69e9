/// The end of a streamed answer.
public enum ChatStreamEnd: Sendable {
    /// Every answer that was begun has its finish reason.
    case complete
    /// The stream ended before the answer did, and nothing says why.
    case truncated(ClientError)
    /// The service or the connection failed, or the caller gave up.
    case failed(ClientError)

    /// Classifies the end of a stream that threw `error`.
    public init(_ error: ClientError) {
        self = error.code == .truncated || error.code == .empty ? .truncated(error) : .failed(error)
    }

    /// Error; nil for a complete answer.
    public var error: ClientError? {
        switch self {
        case .complete: nil
        case .truncated(let error), .failed(let error): error
        }
    }
}
