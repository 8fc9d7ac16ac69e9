/// A model that the simulated gateway knows of.
public struct SimulatedModel: Sendable, Hashable {
    /// The canonical name, as in `openai/gpt-oss-120b`.
    public var name: String
    /// Whether it answers.
    public var state: State
    /// Context window that `/models` reports, in tokens.
    public var contextWindow: Int

    /// Whether a model answers, and where `/jobs` lists it.
    public enum State: Sendable, Hashable {
        /// It answers.
        case running
        /// Waiting for nodes; on Metis, where nothing queues, the same as `offline`.
        case queued
        /// Listed as an endpoint, but not live.
        case offline
    }

    /// A model, running unless said otherwise.
    public init(_ name: String, _ state: State = .running, contextWindow: Int = 131_072) {
        self.name = name
        self.state = state
        self.contextWindow = contextWindow
    }

    /// Models of each cluster unless configured otherwise: the running models of the real one, and one or two that
    /// are not live.
    public static let standard: [SimulatedCluster: [SimulatedModel]] = [
        .metis: [
            SimulatedModel("gpt-oss-120b"),
            SimulatedModel("gemma-4-31B-it", contextWindow: 262_144),
            SimulatedModel("Mistral-Large-3-675B-Instruct-2512"),
            SimulatedModel("Llama-4-Maverick-17B-128E-Instruct", .offline),
        ],
        .sophia: [
            SimulatedModel("openai/gpt-oss-120b", contextWindow: 65_536),
            SimulatedModel("openai/gpt-oss-20b", contextWindow: 65_536),
            SimulatedModel("google/gemma-4-31B-it", contextWindow: 262_144),
            SimulatedModel("meta-llama/Meta-Llama-3.1-8B-Instruct"),
            SimulatedModel("meta-llama/Meta-Llama-3.1-405B-Instruct", .queued, contextWindow: 32_768),
            SimulatedModel("AstroMLab/AstroSage-70B-20251009", .offline, contextWindow: 8_192),
        ],
    ]
}
