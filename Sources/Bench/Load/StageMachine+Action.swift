import ALCFRecord
import ALCFSystem

extension StageMachine {
    /// The next turn of a conversation, and when it was meant to be sent.
    struct Turn: Sendable {
        let conversation: Conversation
        let scheduled: MonotonicTime

        var slot: Schedule.Slot { conversation.slot }
        /// Whether it is sent: not where an earlier turn of its conversation was not answered.
        var isSent: Bool { conversation.history != nil }
    }

    /// The purpose of a timer.
    enum Timer: Sendable, Hashable {
        /// A conversation of an open loop is due.
        case arrival
        /// The turn with this sequence number is due: a place of a ramp, or the end of the time to think.
        case turn(Int)
        /// The limit of requests a second lets another go.
        case pace
        /// Hands on what has ended.
        case delivery
    }

    /// Something for the driver to do.
    enum Action: Sendable {
        /// Send the request, and report its end by ``StageMachine/ended(_:reply:at:)``.
        case send(Turn)
        /// Report at once, in the same way, that it is not sent.
        case skip(Turn)
        /// Call ``StageMachine/timeReached(_:at:)`` at a time.
        case call(Timer, at: MonotonicTime)
        /// End early all that is under way.
        case cancel
        /// Hand on what has ended, or that all is over.
        case deliver
    }
}
