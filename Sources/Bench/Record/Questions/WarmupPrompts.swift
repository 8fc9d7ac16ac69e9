import ALCFStatistics
import ALCFSystem

/// Prompts to warm up with: about as long as those that are measured, and none of them, so that no measured request
/// finds its prompt in a cache.
package enum WarmupPrompts {
    /// Returns `count` generated prompts.
    ///
    /// - Parameters:
    ///   - prompts: those that are measured.
    ///   - seed: what they follow from; made-up prompts of the same seed begin otherwise.
    package static func made(_ count: Int, like prompts: [Prompt], seed: UInt64) -> [Prompt] {
        guard count > 0 else { return [] }
        let first = prompts.filter { $0.turn == 0 }
        let length = Statistics.median(first.map { Double($0.text.utf8.count) }) ?? 0
        let limits = first.compactMap(\.maxTokens)
        let limit = limits.count == first.count ? Statistics.median(limits.map(Double.init)) : nil
        let nonce = PromptNonce(seed: seed)
        var generator = SplitMix64(seed: seed)
        let task = "\n\nQuestion: What is the text about?\n\nAnswer:"
        return (0..<count).map { index in
            let room = max(40, Int(length) - task.utf8.count)
            let text = "\(nonce.digits(PromptNonce.count - 1 - index)). "
            let filler = FillerText.words(tokens: (room - text.utf8.count + 3) / 4, &generator)
            return Prompt(
                id: "warmup-\(index + 1)", passageID: "warmup-\(index + 1)", text: text + filler + task, answers: [],
                maxTokens: limit.map { max(1, Int($0)) })
        }
    }
}
