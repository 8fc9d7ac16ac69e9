package import ALCFClient
package import ALCFSystem

/// One request that the local server answered, for its log, its page and its record; without any text of it.
package struct ServedRequest: Sendable {
    /// Number of the request, from 1.
    package var number: Int
    /// Place in the order in which requests ended, from 1; 0 while it is under way.
    package var order = 0
    /// Time at which the request was complete here, in seconds since 1970.
    package var time: Double
    /// The same by the monotonic clock.
    package var arrival: MonotonicTime
    /// API that the client spoke.
    package var dialect: Dialect
    /// Whether the client asked for a stream.
    package var isStreamed: Bool
    /// Model as the client named it.
    package var asked: String
    /// Name of the model where it was served; nil where none was reached.
    package var model: String?
    /// Cluster that served it.
    package var cluster: String?
    /// Cluster that was to serve it and could not; nil for none.
    package var fallbackFrom: String?
    /// Whether the answer was translated from chat completions.
    package var isTranslated: Bool
    /// Status that the client was given.
    package var status: Int
    /// Seconds from the request's arrival to the first token of the answer, reasoning included; nil for none.
    package var firstToken: Double?
    /// Seconds from the request's arrival to the end of the answer.
    package var duration: Double
    /// Number of chunks with output.
    package var chunks: Int
    /// Token counts of the server; nil where it gave none.
    package var usage: Usage?
    /// Failure; nil for a whole answer.
    package var error: ServedError?
    /// Changes to the request that were noted.
    package var notes: [String]
    /// Name of the client's program by its `User-Agent`, shortened; nil for none.
    package var client: String?

    /// A request that has arrived, and of which nothing else is known.
    package init(number: Int, time: Double, arrival: MonotonicTime, dialect: Dialect, isStreamed: Bool, asked: String) {
        self.number = number
        self.time = time
        self.arrival = arrival
        self.dialect = dialect
        self.isStreamed = isStreamed
        self.asked = asked
        isTranslated = false
        status = 200
        duration = 0
        chunks = 0
        notes = []
    }
}

extension ServedRequest {
    /// Takes note of changes to the request, each once.
    mutating func add(notes more: [String]) { notes += more.filter { !notes.contains($0) } }
}
