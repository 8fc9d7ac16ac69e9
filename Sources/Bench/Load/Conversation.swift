import ALCFClient
import ALCFRecord

/// The turns of one conversation that are still to come, and what was said until then.
struct Conversation: Sendable {
    /// The slots, in order, of which there is at least one: the first is the next to be sent.
    var slots: ArraySlice<Schedule.Slot>
    /// Messages so far; nil if an earlier turn was not answered, so that no later one can be sent.
    var history: [ChatMessage]?

    /// The next to be sent.
    var slot: Schedule.Slot { slots[slots.startIndex] }

    /// The turns after the next one; nil where there are none.
    ///
    /// - Parameter reply: what the next turn adds to the history; nil where it is not answered.
    func continued(by reply: [ChatMessage]?) -> Conversation? {
        guard slots.count > 1 else { return nil }
        guard let history, let reply else { return Conversation(slots: slots.dropFirst(), history: nil) }
        return Conversation(slots: slots.dropFirst(), history: history + reply)
    }

    /// Slots in order, taken apart where another conversation or target begins.
    ///
    /// - Parameter history: what was said before a slot that is not the first of its conversation, in a run that is
    ///   continued.
    static func grouped(
        _ slots: [Schedule.Slot], history: (Schedule.Slot) -> [ChatMessage]?
    ) -> [Conversation] {
        var groups: [Conversation] = []
        for slot in slots {
            if let last = groups.last?.slots.last, slot.turn > 0, last.target == slot.target, last.run == slot.run,
                last.prompt + 1 == slot.prompt
            {
                groups[groups.count - 1].slots.append(slot)
            } else {
                groups.append(Conversation(slots: [slot], history: slot.turn == 0 ? [] : history(slot)))
            }
        }
        return groups
    }
}
