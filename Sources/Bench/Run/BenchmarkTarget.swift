public import ALCFClient
import ALCFHTTP

/// A model at an endpoint, and the client that reaches it.
public struct BenchmarkTarget: Sendable {
    /// The short name in samples and tables.
    public var name: String
    /// Where the requests go.
    public var endpoint: ChatEndpoint
    /// The model's name there.
    public var model: String
    /// What it runs on, as in `SambaNova SN40L`; nil where not known.
    public var hardware: String?
    /// What sends the requests.
    public var client: InferenceClient

    /// A target.
    public init(
        name: String, endpoint: ChatEndpoint, model: String, hardware: String? = nil, client: InferenceClient
    ) {
        self.name = name
        self.endpoint = endpoint
        self.model = model
        self.hardware = hardware
        self.client = client
    }

    /// What the record says of it.
    public var manifest: RunManifest.Target {
        RunManifest.Target(
            name: name, url: String(endpoint.baseURL.string.prefix { $0 != "?" }), model: model, hardware: hardware)
    }
}
