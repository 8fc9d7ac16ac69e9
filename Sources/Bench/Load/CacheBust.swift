import ALCFRecord

/// Puts digits of its own before each conversation that is sent, so that no cache of prefixes knows its beginning:
/// neither from another sending of the same prompt, nor from one to another target on the same server.
struct CacheBust: Sendable {
    private let nonce: PromptNonce
    private let prompts: Int
    private let targets: Int
    private let isPerTarget: Bool

    /// - Parameters:
    ///   - prompts: how many, those of the warm-up included.
    ///   - isPerTarget: whether all that is sent to a target begins alike, so that prompts share what they would
    ///   without.
    init(seed: UInt64, prompts: Int, targets: Int, isPerTarget: Bool = false) {
        self.isPerTarget = isPerTarget
        nonce = PromptNonce(seed: seed)
        self.prompts = max(1, prompts)
        self.targets = max(1, targets)
    }

    /// A text as it is sent. The later turns of a conversation have what the first one began with.
    func text(_ text: String, of slot: Schedule.Slot, turn: Int) -> String {
        guard turn == 0 else { return text }
        if isPerTarget { return "\(nonce.digits(slot.target))\n\n\(text)" }
        let first = slot.prompt - slot.turn
        return "\(nonce.digits((slot.run * prompts + first) * targets + slot.target))\n\n\(text)"
    }
}
