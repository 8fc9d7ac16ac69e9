import ALCFClient
import ALCFRecord

/// The turns of one conversation that are still to come, and what was said until then.
struct Conversation: Sendable {
    /// The slots, in order, of which there is at least one: the first is the next to be sent.
    var slots: ArraySlice<Schedule.Slot>
    /// What was said before; nil where a turn before was not answered, so that nothing more can be.
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
    /// - Parameter history: what was said before a slot that is not the first of its conversation, in a run that is continued.
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

/// What was said in a run that is continued.
struct ConversationHistory: Sendable {
    private struct Key: Hashable {
        let target: String
        let run: Int
        let prompt: String
    }

    private let answers: [Key: String]
    private let prompts: [Prompt]
    private let targets: [String]

    init(_ samples: [Sample], prompts: [Prompt], targets: [String]) {
        self.prompts = prompts
        self.targets = targets
        guard prompts.contains(where: { $0.turn > 0 }) else {
            answers = [:]
            return
        }
        let answered = samples.filter { $0.phase == .measured && $0.outcome.isSuccess }
        answers = Dictionary(
            answered.map { (Key(target: $0.target, run: $0.run, prompt: $0.promptID), $0.answer ?? "") },
            uniquingKeysWith: { $1 })
    }

    /// What was said before a turn; nil where a turn before it was not answered.
    ///
    /// - Parameter text: an earlier turn's text as it was sent.
    func before(_ slot: Schedule.Slot, text: (Schedule.Slot, Int) -> String) -> [ChatMessage]? {
        var history: [ChatMessage] = []
        for (turn, prompt) in prompts[max(0, slot.prompt - slot.turn)..<slot.prompt].enumerated() {
            let key = Key(target: targets[slot.target], run: slot.run, prompt: prompt.id)
            guard let answer = answers[key] else { return nil }
            history += [.user(text(slot, turn)), .assistant(answer)]
        }
        return history
    }
}
