import ALCFClient
import ALCFJSON
import ALCFRecord

/// The bodies of a run's requests.
struct RequestBodies: Sendable {
    private let targets: [BenchmarkTarget]
    private let prompts: [Prompt]
    private let options: BenchmarkOptions
    private let bust: CacheBust?
    /// By target and the most tokens of the answer.
    private let templates: [[Int: ChatBodyTemplate]]

    /// A workload with more different limits than this is written request by request.
    private static let mostTemplates = 64

    init(targets: [BenchmarkTarget], prompts: [Prompt], options: BenchmarkOptions) {
        self.targets = targets
        self.prompts = prompts
        self.options = options
        bust =
            options.bustsCache
            ? CacheBust(
                seed: options.promptSeed, prompts: prompts.count, targets: targets.count,
                isPerTarget: options.arrival == .trace) : nil
        let limits = Set(prompts.map { $0.maxTokens ?? options.maxTokens })
        templates = targets.map { target in
            guard limits.count <= Self.mostTemplates else { return [:] }
            return Dictionary(
                uniqueKeysWithValues: limits.map { limit in
                    let template = ChatBodyTemplate {
                        Self.body([.user($0)], to: target, maxTokens: limit, options)
                    }
                    return (limit, template)
                })
        }
    }

    /// - Parameter history: what was said before in the same conversation.
    func body(_ slot: Schedule.Slot, history: [ChatMessage] = []) -> [UInt8] {
        let prompt = prompts[slot.prompt]
        let limit = prompt.maxTokens ?? options.maxTokens
        let system = system(slot)
        let text = text(slot, turn: slot.turn)
        if history.isEmpty, system == nil, let template = templates[slot.target][limit] { return template.body(text) }
        let messages = (system.map { [.system($0)] } ?? []) + history + [.user(text)]
        let body = Self.body(messages, to: targets[slot.target], maxTokens: limit, options)
        return JSONValue.object(body).serializedBytes()
    }

    /// Returns the messages before any turn of the slot's conversation, as they are sent.
    private func system(_ slot: Schedule.Slot) -> String? {
        guard let text = prompts[max(0, slot.prompt - slot.turn)].system else { return nil }
        return bust?.text(text, of: slot, turn: 0) ?? text
    }

    /// The text of a turn of the slot's conversation, as it is sent.
    func text(_ slot: Schedule.Slot, turn: Int) -> String {
        let first = max(0, slot.prompt - slot.turn)
        let text = prompts[first + turn].text
        // Where something comes before it, that begins the request.
        guard prompts[first].system == nil else { return text }
        return bust?.text(text, of: slot, turn: turn) ?? text
    }

    private static func body(
        _ messages: [ChatMessage], to target: BenchmarkTarget, maxTokens: Int, _ options: BenchmarkOptions
    ) -> JSONObject {
        let seed = options.isAsOriginal ? nil : Int(truncatingIfNeeded: options.seed & 0x7FFF_FFFF)
        var body =
            switch target.api {
            case .chat:
                ChatRequest(
                    model: target.model, messages: messages, maxTokens: maxTokens, temperature: options.temperature,
                    seed: seed, reasoningEffort: options.reasoningEffort
                ).body(streaming: options.isStreaming)
            case .completions:
                CompletionRequest(
                    model: target.model, prompt: .text(messages.map(\.text).joined(separator: "\n\n")),
                    maxTokens: maxTokens, temperature: options.temperature, seed: seed
                ).body(streaming: options.isStreaming)
            }
        if options.forcedTargets.contains(target.name) { body.merge(LengthForcing.fields(maxTokens)) }
        return target.endpoint.overrides.applied(to: body)
    }
}
