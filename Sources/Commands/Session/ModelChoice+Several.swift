import ALCFClient

extension ModelChoice {
    /// Model and cluster in words.
    var title: String { "\(model) on \(endpoint.name)" }

    /// The same model on several clusters, by one list.
    static func all(_ name: String, on clusters: [String], client: InferenceClient) async throws -> [ModelChoice] {
        let catalog = try await client.listEndpoints()
        return try clusters.map { try ModelChoice(name, on: $0, catalog: catalog, client: client) }
    }
}
