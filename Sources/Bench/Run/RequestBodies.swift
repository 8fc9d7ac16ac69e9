import ALCFClient
import ALCFJSON

/// The bodies of a run's requests.
struct RequestBodies: Sendable {
    private let targets: [BenchmarkTarget]
    private let prompts: [Prompt]
    private let options: BenchmarkOptions
    /// By target and the most tokens of the answer.
    private let templates: [[Int: ChatBodyTemplate]]

    /// A workload with more different limits than this is written request by request.
    private static let mostTemplates = 64

    init(targets: [BenchmarkTarget], prompts: [Prompt], options: BenchmarkOptions) {
        self.targets = targets
        self.prompts = prompts
        self.options = options
        let limits = Set(prompts.map { $0.maxTokens ?? options.maxTokens })
        templates = targets.map { target in
            guard limits.count <= Self.mostTemplates else { return [:] }
            return Dictionary(
                uniqueKeysWithValues: limits.map { limit in
                    let template = ChatBodyTemplate(streaming: options.isStreaming) {
                        Self.request([.user($0)], to: target, maxTokens: limit, options)
                    }
                    return (limit, template)
                })
        }
    }

    /// - Parameter history: what was said before in the same conversation.
    func body(_ slot: Schedule.Slot, history: [ChatMessage] = []) -> [UInt8] {
        let prompt = prompts[slot.prompt]
        let limit = prompt.maxTokens ?? options.maxTokens
        let system = prompts[max(0, slot.prompt - slot.turn)].system
        if history.isEmpty, system == nil, let template = templates[slot.target][limit] {
            return template.body(prompt.text)
        }
        let request = Self.request(
            (system.map { [.system($0)] } ?? []) + history + [.user(prompt.text)], to: targets[slot.target],
            maxTokens: limit, options)
        return JSONValue.object(request.body(streaming: options.isStreaming)).serializedBytes()
    }

    private static func request(
        _ messages: [ChatMessage], to target: BenchmarkTarget, maxTokens: Int, _ options: BenchmarkOptions
    ) -> ChatRequest {
        ChatRequest(
            model: target.model, messages: messages, maxTokens: maxTokens, temperature: options.temperature,
            seed: options.isAsOriginal ? nil : Int(truncatingIfNeeded: options.seed & 0x7FFF_FFFF),
            reasoningEffort: options.reasoningEffort)
    }
}
