public import ALCFHTTP

/// Turns what the socket gives into events, and judges the end. Pure: it does no I/O.
public protocol EventStreamParser: Sendable {
    /// An event with its time.
    associatedtype Event: Sendable

    /// - Parameters:
    ///   - isService: whether it is the gateway that speaks, and not some other server.
    ///   - answers: how many answers were asked for; nil where that is not known.
    init(isService: Bool, answers: Int?)

    /// Whether the marker of the end came: nothing counts after it.
    var isDone: Bool { get }

    /// The limit that the stream broke: nothing more of it is looked at. Nil as long as it keeps to them.
    var overflow: HTTPError? { get }

    /// Whether an event brings the answer on.
    static func isProgress(_ event: Event) -> Bool

    /// The events that one socket read completed.
    mutating func receive(_ fragment: HTTPFragment) -> [Event]

    /// Returns the event that was incomplete when the body ended, and the fault of the end; nil for none.
    mutating func finish(_ error: HTTPError?) -> (event: Event?, failure: ClientError?)
}
