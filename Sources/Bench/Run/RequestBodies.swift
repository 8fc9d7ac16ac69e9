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
        let system = prompts[max(0, slot.prompt - slot.turn)].system
        if history.isEmpty, system == nil, let template = templates[slot.target][limit] {
            return template.body(prompt.text)
        }
        let messages = (system.map { [.system($0)] } ?? []) + history + [.user(prompt.text)]
        let body = Self.body(messages, to: targets[slot.target], maxTokens: limit, options)
        return JSONValue.object(body).serializedBytes()
    }

    private static func body(
        _ messages: [ChatMessage], to target: BenchmarkTarget, maxTokens: Int, _ options: BenchmarkOptions
    ) -> JSONObject {
        let seed = options.isAsOriginal ? nil : Int(truncatingIfNeeded: options.seed & 0x7FFF_FFFF)
        let body =
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
        return target.endpoint.overrides.applied(to: body)
    }
}
