import ALCFClient
import ALCFSystem

/// The account of an answer that was passed on.
struct RelayedAnswer: Sendable {
    /// Failure, as the client is told of it; nil for a whole answer.
    var failure: ServedError?
    /// The same, as our own client knows it.
    var cause: ClientError?
    /// Token counts of the server.
    var usage: Usage?
    /// Time of the first token, reasoning included.
    var firstToken: MonotonicTime?
    /// Number of chunks with output.
    var chunks = 0
    /// Further changes that the log should tell of.
    var notes: [String] = []
}
