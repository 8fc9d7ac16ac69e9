import ALCFClient
import ArgumentParser

/// Finds the endpoint and the exact name of a model that the user names.
struct ModelChoice: Sendable {
    var endpoint: ModelEndpoint
    let model: String
    /// Whether it is a server of the user's own, and not behind the gateway.
    private(set) var isOwn = false
    /// Whether a simulated gateway answers for it.
    var isSimulated = false
    /// Source of the key of such a server, as in `the variable MY_KEY`; nil if no key is sent.
    private var keySource: String?

    /// Model and cluster in words.
    var title: String { "\(model) on \(endpoint.name)" }

    /// Default model, which runs on every cluster, under differing names.
    static let defaultModel = "gpt-oss-120b"

    /// Help of the options that name a model.
    static let modelHelp: ArgumentHelp =
        "Model name. Case does not matter; owner and context suffix are optional. '\(defaultModel)' unless your settings say otherwise."
    /// Help of the options that name a cluster.
    static let clusterHelp: ArgumentHelp =
        "Cluster to use. '\(KnownCluster.default.name)' unless your settings say otherwise."

    /// The model `name` on `cluster`, by the gateway's live list.
    ///
    /// - Throws: `ClientError` where there is no such cluster or model, or the name means several.
    init(_ name: String, on cluster: String, client: InferenceClient) async throws {
        self = try ModelChoice(name, on: cluster, catalog: try await client.listEndpoints(), client: client)
    }

    /// A model of a server of the user's own.
    init(_ model: String, at endpoint: ModelEndpoint, keySource: String?) {
        self.endpoint = endpoint
        self.model = model
        self.keySource = keySource
        isOwn = true
    }

    init(_ name: String, on cluster: String, catalog: EndpointCatalog, client: InferenceClient) throws {
        let found = try catalog.cluster(cluster)
        model = try ModelResolver(catalog, cluster: cluster).resolve(name)
        endpoint = try found.chatEndpoint(gateway: client.baseURL, model: model)
    }

    /// The error of a request, with advice for a server of the user's own: there no sign-in helps.
    func advised(_ error: any Error) -> any Error {
        guard isOwn, let failure = error as? ClientError, let status = failure.httpStatus else { return error }
        let remedy: String?
        switch status {
        case 401, 403:
            remedy =
                keySource.map {
                    "Check the key in \($0): it may have expired, belong to another server, or lack access to this model."
                }
                ?? "Name the variable that holds the server's key: alcf config set targets.\(endpoint.name).key_env VARIABLE"
        case 404:
            remedy =
                TargetAddress.hasVersion(endpoint.baseURL)
                ? nil : "Most servers have their API below /v1: alcf config set targets.\(endpoint.name).url URL"
        default: return error
        }
        return UsageError("\(endpoint.name): \(failure.message)", remedy: remedy)
    }
}
