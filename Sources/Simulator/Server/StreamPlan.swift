/// The bytes of a body and the times when they leave, worked out in full before the first one does.
struct StreamPlan: Sendable, Hashable {
    /// Bytes that are written and flushed at once.
    struct Step: Sendable, Hashable {
        /// Seconds from the request's end.
        var time: Double
        var bytes: [UInt8]
    }

    /// The end of the exchange after the last step.
    enum Ending: Sendable, Hashable {
        case complete
        /// The connection is closed though the body has not ended.
        case drop
        /// Nothing happens any more until the client hangs up.
        case stall
    }

    /// Time when status and headers leave, in seconds from the request's end; nil for never.
    var head: Double?
    /// In order of time.
    var steps: [Step]
    var ending: Ending = .complete

    /// One body, whole, at that time.
    init(whole bytes: [UInt8], at time: Double = 0) {
        head = time
        steps = [Step(time: time, bytes: bytes)]
    }

    init(head: Double?, steps: [Step], ending: Ending = .complete) {
        self.head = head
        self.steps = steps
        self.ending = ending
    }

    /// Puts everything off by so many seconds.
    mutating func shift(by seconds: Double) {
        head = head.map { $0 + seconds }
        for index in steps.indices { steps[index].time += seconds }
    }

    /// Time when the last byte leaves, in seconds from the request's end.
    var duration: Double { steps.last?.time ?? head ?? 0 }

    /// All bytes in order.
    var bytes: [UInt8] { steps.flatMap(\.bytes) }
}
