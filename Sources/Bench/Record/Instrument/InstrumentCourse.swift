/// The state of the instrument during a run.
package struct InstrumentCourse: Sendable, Hashable {
    /// Lags of timers of the event loop that carried the requests; nil if none came due.
    package var timers: LagCourse?
    /// Waits of this process's threads for a processor, each time they got one; nil if the system does not count them.
    package var runQueue: LagCourse?

    /// Creates a course from its lags.
    package init(timers: LagCourse? = nil, runQueue: LagCourse? = nil) {
        self.timers = timers
        self.runQueue = runQueue
    }
}

extension InstrumentCourse: RecordObject {
    /// Nothing was seen.
    package static var blank: InstrumentCourse { InstrumentCourse() }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.nullable("timers", &timers)
        try members.nullable("run_queue", &runQueue)
    }
}
