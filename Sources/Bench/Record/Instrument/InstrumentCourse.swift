public import ALCFJSON

/// What was seen of the instrument while a run ran.
public struct InstrumentCourse: Sendable, Hashable {
    /// How late timers of the event loop were that carried the requests; nil where none came due.
    public var timers: LagCourse?
    /// How long threads of this process waited for a processor, each time they got one; nil where the system does not tell.
    public var runQueue: LagCourse?

    /// What was seen.
    public init(timers: LagCourse? = nil, runQueue: LagCourse? = nil) {
        self.timers = timers
        self.runQueue = runQueue
    }
}

extension InstrumentCourse: JSONEncodable, JSONDecodable {
    /// As one JSON object.
    public var json: JSONValue { ["timers": timers?.json ?? .null, "run_queue": runQueue?.json ?? .null] }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        self.init(timers: try json.optional("timers"), runQueue: try json.optional("run_queue"))
    }
}
