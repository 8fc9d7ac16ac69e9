import ALCFClient
import ALCFRecord

/// Conversations of a run that is continued.
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

    /// Returns the messages before a turn; nil if an earlier turn was not answered.
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
