public import ALCFJSON

/// The state of the instrument during a run.
public struct InstrumentCourse: Sendable, Hashable {
    /// Lags of timers of the event loop that carried the requests; nil if none came due.
    public var timers: LagCourse?
    /// Waits of this process's threads for a processor, each time they got one; nil if the system does not count them.
    public var runQueue: LagCourse?

    /// Creates a course from its lags.
    public init(timers: LagCourse? = nil, runQueue: LagCourse? = nil) {
        self.timers = timers
        self.runQueue = runQueue
    }
}

extension InstrumentCourse: JSONEncodable, JSONDecodable {
    /// One JSON object.
    public var json: JSONValue { ["timers": timers?.json ?? .null, "run_queue": runQueue?.json ?? .null] }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        self.init(timers: try json.optional("timers"), runQueue: try json.optional("run_queue"))
    }
}
