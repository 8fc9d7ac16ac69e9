import ALCFClient

/// Finds the endpoint and the exact name of a model that the user names.
struct ModelChoice: Sendable {
    var endpoint: ModelEndpoint
    let model: String

    /// Default model, which runs on every cluster, under differing names.
    static let defaultModel = "gpt-oss-120b"

    /// The model `name` on `cluster`, by the gateway's live list.
    ///
    /// - Throws: `ClientError` where there is no such cluster or model, or the name means several.
    init(_ name: String, on cluster: String, client: InferenceClient) async throws {
        self = try ModelChoice(name, on: cluster, catalog: try await client.listEndpoints(), client: client)
    }

    init(_ name: String, on cluster: String, catalog: EndpointCatalog, client: InferenceClient) throws {
        let found = try catalog.cluster(cluster)
        model = try ModelResolver(catalog, cluster: cluster).resolve(name)
        endpoint = try found.chatEndpoint(gateway: client.baseURL, model: model)
    }
}
