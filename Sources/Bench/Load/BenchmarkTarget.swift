public import ALCFClient
public import ALCFHTTP
import ALCFJSON
public import ALCFRecord

/// A model at an endpoint, and the client that reaches it.
public struct BenchmarkTarget: Sendable {
    /// The short name in samples and tables.
    public var name: String
    /// Endpoint of the requests.
    public var endpoint: ModelEndpoint
    /// The model's name there.
    public var model: String
    /// Hardware, as in `SambaNova SN40L`; nil if it is not known.
    public var hardware: String?
    /// Client that sends the requests.
    public var client: InferenceClient
    /// Route of its requests.
    public var api = API.chat
    /// Source of its key, as in `the variable MY_KEY`, for messages; nil for none.
    public var keySource: String?
    /// Servers that are this target together, each with the same model; empty where it is one. ``endpoint`` is the
    /// first one's then, and what else it says holds for all.
    public var servers: [Server] = []

    /// One server of a fleet.
    public struct Server: Sendable, Hashable {
        /// Its name in tables.
        public var name: String
        /// Address before the routes.
        public var baseURL: HTTPURL

        /// A server.
        public init(name: String, baseURL: HTTPURL) {
            self.name = name
            self.baseURL = baseURL
        }
    }

    /// Returns the endpoint of a server of the fleet; the target's own where there is no such.
    package func endpoint(ofServer place: Int) -> ModelEndpoint {
        guard servers.indices.contains(place) else { return endpoint }
        var own = ModelEndpoint(
            name: endpoint.name, baseURL: servers[place].baseURL, credentials: endpoint.credentials,
            overrides: endpoint.overrides)
        own.checksCertificate = endpoint.checksCertificate
        return own
    }

    /// The routes that are measured.
    public enum API: String, Sendable, Hashable, CaseIterable {
        /// A question in a conversation, by `/chat/completions`.
        case chat
        /// A text to go on with, by `/completions`.
        case completions

        /// Route below the base URL.
        var route: String { self == .chat ? ModelEndpoint.chatRoute : ModelEndpoint.completionsRoute }
    }

    /// A target.
    public init(
        name: String, endpoint: ModelEndpoint, model: String, hardware: String? = nil, client: InferenceClient
    ) {
        self.name = name
        self.endpoint = endpoint
        self.model = model
        self.hardware = hardware
        self.client = client
    }

    /// Description of it for the record.
    public var manifest: RunManifest.Target {
        var request = endpoint.overrides.shown
        request["endpoint"] = api == .chat ? nil : .string(api.rawValue)
        request["query"] = endpoint.baseURL.query.map { .string(HTTPRequest(.get, endpoint.baseURL).redaction($0)) }
        var target = RunManifest.Target(
            name: name, url: Self.shown(endpoint.baseURL), model: model, hardware: hardware)
        target.servers = servers.map { FleetServer(name: $0.name, url: Self.shown($0.baseURL)) }
        target.request = request.isEmpty ? nil : request
        target.isService = endpoint.credentials == .service
        target.isInsecure = !endpoint.checksCertificate
        return target
    }

    private static func shown(_ url: HTTPURL) -> String { String(url.string.prefix { $0 != "?" }) }
}
