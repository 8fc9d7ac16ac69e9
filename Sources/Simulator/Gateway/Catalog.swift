import ALCFJSON

/// The clusters and their models, as the gateway's plain routes tell of them.
struct Catalog: Sendable {
    let models: [SimulatedCluster: [SimulatedModel]]
    let maintenance: Set<SimulatedCluster>

    /// By name, case ignored: the order of every list.
    private func sorted(_ cluster: SimulatedCluster) -> [SimulatedModel] {
        (models[cluster] ?? []).sorted { $0.name.lowercased() < $1.name.lowercased() }
    }

    /// The model that a name means: case, slashes and dots are not looked at.
    func model(_ name: String, of cluster: SimulatedCluster) -> SimulatedModel? {
        let wanted = Self.slug(name, cluster: cluster)
        return models[cluster]?.first { Self.slug($0.name, cluster: cluster) == wanted }
    }

    /// `sophia-vllm-openaigpt-oss-120b`: only letters, digits, `_` and `-` stay; runs of blanks and `-` become one `-`.
    static func slug(_ name: String, cluster: SimulatedCluster) -> String {
        var out = ""
        for character in "\(cluster.rawValue) \(cluster.framework) \(name.lowercased())" {
            if character.isASCII, character.isLetter || character.isNumber || character == "_" {
                out.append(character)
            } else if character == "-" || character.isWhitespace, out.last != "-" {
                out.append("-")
            }
        }
        while let last = out.last, last == "-" || last == "_" { out.removeLast() }
        return out
    }

    // MARK: The bodies of the plain routes

    /// `{"metis": true, …}`.
    var status: JSONValue {
        .object(JSONObject(SimulatedCluster.allCases.map { ($0.rawValue, .bool(!maintenance.contains($0))) }))
    }

    /// `/list-endpoints`: what is simulated, which is less than the real clusters have.
    var endpoints: JSONValue {
        let clusters = SimulatedCluster.allCases.map { cluster -> (String, JSONValue) in
            let names = sorted(cluster).map { JSONValue.string($0.name) }
            let endpoints = cluster.endpoints.map { JSONValue.string("/v1/\($0.rawValue)") }
            let framework: JSONValue = ["models": .array(names), "endpoints": .array(endpoints)]
            return (
                cluster.rawValue,
                [
                    "base_url": .string("/resource_server/\(cluster.rawValue)"),
                    "frameworks": .object([cluster.framework: framework]),
                ]
            )
        }
        return ["clusters": .object(JSONObject(clusters))]
    }

    /// `/{cluster}/models`: all of them, or the one whose name is exactly that.
    func models(of cluster: SimulatedCluster, named name: String? = nil) -> [JSONValue] {
        sorted(cluster).filter { name == nil || $0.name == name }.map { model in
            [
                "id": .string(model.name), "object": "model", "cluster": .string(cluster.rawValue),
                "framework": .string(cluster.framework),
                "display_name": .string(model.name.split(separator: "/").last.map(String.init) ?? model.name),
                "description": "Simulated: no model is behind it.",
                "capabilities": [
                    "schema_version": 1, "api_protocols": ["chat_completions"],
                    "context_window_tokens": .int(model.contextWindow), "input_modalities": ["text"],
                    "streaming": true,
                    "reasoning": [
                        "supported": true, "effort_levels": ["low", "medium", "high"], "default_effort": "medium",
                        "separate_output": true,
                    ],
                    "tool_calling": ["supported": false],
                ],
                "rate_limit_token_per_minute": 100_000, "rate_limit_token_per_minute_per_user": 60_000,
            ]
        }
    }
}
