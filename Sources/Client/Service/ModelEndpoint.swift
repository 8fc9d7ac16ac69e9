public import ALCFCrypto
public import ALCFHTTP

/// A server of chat completions: a cluster behind the gateway, or any other server with OpenAI's API.
public struct ModelEndpoint: Sendable, Hashable {
    /// The cluster's name, or the user's own name for it.
    public let name: String
    /// Address before `/chat/completions`; ends in `/v1` by custom. Its query goes with every request.
    public let baseURL: HTTPURL
    /// Credentials for the server.
    public let credentials: Credentials
    /// Changes to each request that this server needs.
    public var overrides = RequestOverrides()
    /// Whether the server must prove by a certificate who it is. The gateway always must.
    public var checksCertificate = true

    /// Route of chat completions.
    public static let chatRoute = "chat/completions"
    /// Route of completions.
    public static let completionsRoute = "completions"

    /// The credentials that are sent as `Authorization`.
    public enum Credentials: Sendable, Hashable {
        /// The client's access token. Refused for any place but the gateway's own scheme, host and port.
        case service
        /// A key of the server's own.
        case key(Secret)
        /// Nothing.
        case none
    }

    /// Any server that speaks OpenAI's API.
    public init(
        name: String, baseURL: HTTPURL, credentials: Credentials = .none,
        overrides: RequestOverrides = RequestOverrides()
    ) {
        self.name = name
        self.baseURL = baseURL
        self.credentials = credentials
        self.overrides = overrides
    }

    /// Returns the address of a route, as of `chat/completions` or `models`.
    ///
    /// - Throws: `HTTPError` where it makes no URL.
    public func url(_ route: String) throws(HTTPError) -> HTTPURL { try baseURL.appending(route, keepsQuery: true) }

    /// A cluster by its name alone, where the gateway has always had it: `/sophia/vllm/v1`, `/<other>/api/v1`.
    ///
    /// Whether there is such a cluster only ``EndpointCatalog`` knows.
    ///
    /// - Parameters:
    ///   - cluster: the name, in any case.
    ///   - gateway: the gateway's base URL.
    /// - Throws: ``ClientError`` with code `usage` for a name that no cluster can have.
    public init(cluster: String, gateway: HTTPURL = InferenceClient.productionURL) throws(ClientError) {
        let name = try ClusterName.check(cluster)
        let framework = KnownCluster.named(name)?.framework ?? "api"
        do {
            self.init(name: name, baseURL: try gateway.appending("\(name)/\(framework)/v1"), credentials: .service)
        } catch {
            throw ClientError(error)
        }
    }
}
