import ALCFClient
import ALCFSystem

/// A model as coding agents' settings describe it.
package struct AgentModel: Sendable, Hashable {
    /// Name that agents ask for: without an owner, so that any cluster may serve it.
    package var name: String
    /// Tokens of prompt and answer together, the least of all clusters that say so.
    package var contextWindow: Int
    /// Kinds of input, as in `text` and `image`.
    package var inputs: [String]
    /// Whether it can ask for functions to be called.
    package var callsTools: Bool
    /// Whether it reasons before it answers.
    package var reasons: Bool
    /// Efforts that may be asked for; empty where that is not known.
    package var efforts: [String]

    /// Tokens of prompt and answer where nothing is known: what the service gives its larger models at least.
    package static let usualContext = 65_536

    /// A model of which nothing but these facts is known.
    package init(
        name: String, contextWindow: Int = usualContext, inputs: [String] = ["text"], callsTools: Bool = true,
        reasons: Bool? = nil, efforts: [String] = []
    ) {
        self.name = name
        self.contextWindow = contextWindow
        self.inputs = inputs
        self.callsTools = callsTools
        // The models that the service's documentation marks.
        self.reasons = reasons ?? ModelName(name).core.hasPrefix("gpt-oss")
        self.efforts =
            efforts.isEmpty && ModelName(name).core.hasPrefix("gpt-oss") ? ["low", "medium", "high"] : efforts
    }

    /// Whether it takes pictures.
    package var seesImages: Bool { inputs.contains("image") }

    /// The most tokens of an answer that agents ask for: a quarter of the context at most.
    package var longestAnswer: Int { min(32_000, max(1_024, contextWindow / 4)) }

    /// Returns the models of a list that can chat, each once, in the list's order.
    package static func all(in list: PoolSnapshot) -> [AgentModel] {
        var models: [(name: ModelName, places: [PooledModel])] = []
        for model in list.models where canChat(model) {
            let name = ModelName(model.name)
            if let place = models.firstIndex(where: { $0.name.isSameModel(as: name) }) {
                models[place].places.append(model)
            } else {
                models.append((name, [model]))
            }
        }
        return models.compactMap { AgentModel($0.places) }
    }

    /// Describes a model by what all of its clusters can do.
    private init?(_ places: [PooledModel]) {
        guard let first = places.first else { return nil }
        let features = places.compactMap { $0.info?.features }
        let inputs = features.map(\.inputModalities).filter { !$0.isEmpty }
        let common = inputs.first?.filter { kind in inputs.allSatisfy { $0.contains(kind) } } ?? ["text"]
        let efforts = features.map(\.reasoningEfforts).filter { !$0.isEmpty }
        self.init(
            name: first.name.split(separator: "/").last.map(String.init) ?? first.name,
            contextWindow: places.compactMap { $0.info?.contextWindow }.filter { $0 > 0 }.min() ?? Self.usualContext,
            inputs: common.isEmpty ? ["text"] : common,
            callsTools: !features.contains { $0.callsTools == false },
            reasons: features.contains { $0.reasons == true } ? true : nil,
            efforts: efforts.first?.filter { effort in efforts.allSatisfy { $0.contains(effort) } } ?? [])
    }

    private static func canChat(_ model: PooledModel) -> Bool {
        guard model.dialects.contains(.chat) else { return false }
        let protocols = model.info?.features.protocols ?? []
        if !protocols.isEmpty { return protocols.contains { $0 == "chat" || $0 == "chat_completions" } }
        // A cluster's list does not tell its models of embeddings apart.
        let name = model.name.lowercased()
        return !name.contains("embed") && !name.hasPrefix("genslm")
    }
}
