import ALCFClient
package import ALCFJSON
import ALCFSystem

/// The list of models in the forms of both APIs.
package struct ModelList: Sendable {
    /// Names of clusters in the order in which they are asked.
    let preference: [String]
    /// The model that is asked where nothing else is said; nil for none.
    let usual: ModelName?

    /// - Parameters:
    ///   - preference: names of clusters in the order in which they are asked.
    ///   - usual: name of the model that is marked as the usual one, on any cluster; nil for none.
    package init(preference: [String] = [], usual: String? = nil) {
        self.preference = preference
        self.usual = usual.map { ModelName(AskedModel($0).name) }
    }

    /// Returns the list in OpenAI's form: each model pinned to its cluster, and by its bare name once.
    package func openAI(_ snapshot: PoolSnapshot) -> JSONValue {
        ["object": "list", "data": .array(entries(snapshot).map { openAI($0) })]
    }

    /// Returns the list in Anthropic's form, in one page.
    package func anthropic(_ snapshot: PoolSnapshot) -> JSONValue {
        let entries = entries(snapshot)
        return [
            "data": .array(entries.map { Self.anthropic($0) }), "has_more": false,
            "first_id": JSONValue(entries.first?.id), "last_id": JSONValue(entries.last?.id),
        ]
    }

    /// Returns one model, under the name that it was asked by.
    package func entry(_ id: String, _ model: PooledModel, isAnthropic: Bool) -> JSONValue {
        isAnthropic ? Self.anthropic((id, model)) : openAI((id, model))
    }

    private typealias Entry = (id: String, model: PooledModel)

    /// Bare names come first: they are the ones that go on working when a cluster does not.
    private func entries(_ snapshot: PoolSnapshot) -> [Entry] {
        var seen: Set<String> = []
        let bare = snapshot.models.compactMap { model -> Entry? in
            guard seen.insert(model.name.lowercased()).inserted else { return nil }
            let best = try? snapshot.candidates(AskedModel(model.name), preference: preference).first
            return (model.name, best ?? model)
        }
        return bare + snapshot.models.map { ($0.pinnedName, $0) }
    }

    private func openAI(_ entry: Entry) -> JSONValue {
        let model = entry.model
        let features = model.info?.features
        return [
            "id": .string(entry.id), "object": "model", "created": 0, "owned_by": .string(model.cluster),
            // Where other local servers tell it, and clients look.
            "context_length": JSONValue(model.info?.contextWindow),
            "alcf": [
                "cluster": .string(model.cluster), "model": .string(model.name),
                "usual": .bool(usual.map { ModelName(model.name).isSameModel(as: $0) } ?? false),
                "running": JSONValue(model.state.map { $0 == .running }), "state": JSONValue(model.state?.rawValue),
                "context_length": JSONValue(model.info?.contextWindow),
                "input": .array((features?.inputModalities ?? []).map { .string($0) }),
                "tools": JSONValue(features?.callsTools), "reasoning": JSONValue(features?.reasons),
                "routes": .array(Dialect.allCases.filter { model.dialects.contains($0) }.map { .string($0.route) }),
            ],
        ]
    }

    private static func anthropic(_ entry: Entry) -> JSONValue {
        [
            "type": "model", "id": .string(entry.id),
            "display_name": .string("\(entry.model.info?.displayName ?? entry.model.name) on \(entry.model.cluster)"),
            "created_at": "1970-01-01T00:00:00Z",
        ]
    }
}
