/// The times of the parts of one request, as seen at the socket, and the portions in which the stream came.
///
/// Instants are seconds since the run's anchor on the monotonic clock; those that did not happen are nil. What is
/// derived from them are the figures in `Figure+Request.swift`.
public struct RequestTimeline: Sendable, Hashable {
    /// Time when the request was meant to be sent.
    public var scheduled: Double
    /// Time when our own queue let it go: later than ``scheduled`` by the lag of the clock and by what the limit of
    /// requests a second made it wait; nil where it never left.
    @CompactReal public var dispatched: Double?
    /// Time when it could first be written to an established connection; without a connection, when it was taken up.
    public var start: Double
    /// The last byte of the request was written.
    @CompactReal public var sent: Double?
    /// The first byte of the response was read.
    @CompactReal public var firstByte: Double?
    /// The first event with data was read, whatever it held.
    @CompactReal public var firstEvent: Double?
    /// The first reasoning, content or tool-call text that is not empty was read.
    @CompactReal public var firstToken: Double?
    /// The first content that is not empty was read.
    @CompactReal public var firstAnswer: Double?
    /// The last such text was read; of a response in one piece, its last byte.
    @CompactReal public var lastToken: Double?
    /// The exchange ended, well or not.
    @CompactReal public var end: Double?

    /// Whether a stream was asked for and given. Otherwise there is no time to first token.
    public var streamed: Bool
    /// Events with data.
    public var events: Int
    /// Events with text that is not empty.
    public var tokenEvents: Int
    /// Those of them that brought reasoning; nil where it is not known.
    @CompactCount public var reasoningEvents: Int?
    /// Bytes of the answer's text as they were sent; nil where it is not known.
    @CompactCount public var answerBytes: Int?
    /// Kind of ``firstToken``; nil if there was none, or if it is not known: see ``firstOutput``.
    package var recordedFirstOutput: FirstOutput?
    /// Socket reads that brought such events.
    public var tokenReads: Int
    /// The most such events that one read brought.
    public var largestBurst: Int
    /// Number of such events in the first of these reads; 1 if it is not known.
    public var firstBurst = 1

    /// The longest wait between two events with text, in seconds; nil for fewer than two.
    @CompactReal public var largestGap: Double?

    /// Seconds to resolve the name, 0 where it was known.
    @CompactReal public var dns: Double?
    /// Seconds to connect, 0 on a kept connection.
    @CompactReal public var connect: Double?
    /// Seconds of TLS handshake, 0 on a kept connection.
    @CompactReal public var tls: Double?

    /// The smoothed round trip of its connection in seconds, as the kernel had it when the head of the answer came.
    @CompactReal package var roundTrip: Double?
    /// The mean deviation of that round trip, in seconds.
    @CompactReal package var roundTripVariance: Double?
    /// The least round trip of the connection in the last minutes, in seconds.
    @CompactReal package var leastRoundTrip: Double?
    /// Packets that were sent again for it until the head of the answer came.
    @CompactCount package var retransmissions: Int?

    /// HTTP version, as in `1.1`; nil if nothing was sent.
    public var httpVersion: String?
    /// The address of the server, or of the proxy before it.
    public var remoteAddress: String?
    /// The port on this machine, which tells connections apart.
    @CompactCount public var localPort: Int?

    /// A timeline in which nothing has happened yet.
    public init(scheduled: Double, start: Double, streamed: Bool = true) {
        self.scheduled = scheduled
        self.start = start
        self.streamed = streamed
        events = 0
        tokenEvents = 0
        tokenReads = 0
        largestBurst = 0
    }
}
