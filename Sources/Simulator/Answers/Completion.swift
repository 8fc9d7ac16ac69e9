/// An answer settled in full: its words, its counts, its times.
struct Completion: Sendable {
    let cluster: SimulatedCluster
    /// Whether `/v1/completions` was asked.
    let isPlainText: Bool
    /// The canonical name of the model.
    let model: String
    let reasoning: [String]
    let content: [String]
    /// `stop`, or `length` where the limit cut it.
    let finishReason: String
    let promptTokens: Int
    let timing: Timing
    /// Seconds since 1970 when the request had come.
    let startedAt: Double
    /// A text in the shape of a UUID, the same for all chunks.
    let id: String

    var completionTokens: Int { reasoning.count + content.count }
    var totalTokens: Int { promptTokens + completionTokens }

    /// - Parameter prefill: seconds for each token of the prompt.
    init(
        _ chat: ChatRequest, model: String, cluster: SimulatedCluster, latency: SimulatedLatency, number: Int,
        seed: UInt64, speed: Double, prefill: Double = 0, conditions: LoadConditions = .none, now: Double
    ) {
        let answer = AnswerWriter(chat: chat, cluster: cluster, seed: seed).answer()
        let limit = chat.maxTokens ?? .max
        isPlainText = chat.endpoint == .completions
        reasoning = isPlainText ? [] : Array(answer.reasoning.prefix(limit))
        content = Array(answer.content.prefix(limit - reasoning.count))
        finishReason =
            (isPlainText ? 0 : answer.reasoning.count) + answer.content.count > limit || chat.minTokens >= limit
            ? "length" : "stop"
        // About four characters a token; Sophia's template is two tokens longer.
        promptTokens = max(1, (chat.prompt.count + 3) / 4) + (cluster == .sophia ? 2 : 0)
        timing = Timing(
            cluster: cluster, latency: latency, tokens: reasoning.count + content.count, number: number, seed: seed,
            speed: speed, prefill: prefill * Double(promptTokens), conditions: conditions)
        startedAt = now
        var generator = SeededGenerator(seed, "id", cluster.rawValue, "\(number)")
        id = generator.uuid()
        self.cluster = cluster
        self.model = model
    }
}
