public import ALCFHTTP
public import ALCFJSON
import ALCFSystem

/// Every cluster, framework and model that the caller may use.
public struct EndpointCatalog: Sendable, Hashable, JSONDecodable {
    /// In the gateway's order.
    public let clusters: [Cluster]
    /// All of it, as it came.
    public let raw: JSONValue

    /// A system that serves models.
    public struct Cluster: Sendable, Hashable {
        /// The name in paths.
        public let name: String
        /// The path below the gateway's host, as in `/resource_server/sophia`.
        public let basePath: String
        /// In the gateway's order.
        public let frameworks: [Framework]

        /// The models of all frameworks, each once.
        public var models: [String] {
            var seen: Set<String> = []
            return frameworks.flatMap(\.models).filter { seen.insert($0).inserted }
        }
    }

    /// A server of models on a cluster: `vllm`, `api`, or an image service.
    public struct Framework: Sendable, Hashable {
        /// The name in paths.
        public let name: String
        /// Names to ask for.
        public let models: [String]
        /// Paths below the framework, as in `/v1/chat/completions`.
        public let endpoints: [String]
    }

    /// - Throws: `JSONError` where there is no `clusters` object.
    public init(json: JSONValue) throws(JSONError) {
        let clusters = try json.require("clusters", as: JSONObject.self)
        self.clusters = clusters.map { name, cluster in
            Cluster(
                name: name, basePath: cluster["base_url"]?.string ?? "/resource_server/\(name)",
                frameworks: (cluster["frameworks"]?.object ?? JSONObject()).map { name, framework in
                    Framework(
                        name: name, models: (framework["models"]?.array ?? []).compactMap(\.string),
                        endpoints: (framework["endpoints"]?.array ?? []).compactMap(\.string))
                })
        }
        raw = json
    }

    /// The cluster of that name, in any case.
    ///
    /// - Throws: ``ClientError`` with code `unknownCluster`, which names the nearest, or those there are.
    public func cluster(_ name: String) throws(ClientError) -> Cluster {
        if let cluster = clusters.first(where: { $0.name.lowercased() == name.lowercased() }) { return cluster }
        let near = clusters.map { (EditDistance.between($0.name.lowercased().utf8, name.lowercased().utf8), $0.name) }
            .min { $0.0 < $1.0 }
        if let (distance, other) = near, distance <= 2 {
            throw ClientError(.unknownCluster, "there is no cluster '\(name)'; did you mean \(other)?")
        }
        let known = clusters.isEmpty ? "there are none" : "there are " + clusters.map(\.name).joined(separator: ", ")
        throw ClientError(.unknownCluster, "there is no cluster '\(name)': \(known)")
    }
}

extension HTTPURL {
    /// Scheme, host and port alone.
    fileprivate var origin: HTTPURL {
        get throws(HTTPError) {
            let isUsual = port == (isTLS ? 443 : 80)
            return try HTTPURL("\(scheme)://\(host)\(isUsual ? "" : ":\(port)")/")
        }
    }
}

extension EndpointCatalog.Cluster {
    /// Returns the endpoint of chat completions according to the gateway.
    ///
    /// - Parameters:
    ///   - gateway: the base URL the catalog came from.
    ///   - model: the model to be asked, where several frameworks serve chat.
    /// - Throws: ``ClientError`` with code `unsupported` where the cluster serves no chat.
    public func chatEndpoint(gateway: HTTPURL, model: String? = nil) throws(ClientError) -> ModelEndpoint {
        let route = "/chat/completions"
        let serving = frameworks.filter { $0.endpoints.contains { $0.hasSuffix(route) } }
        let framework =
            serving.first { framework in model.map { framework.models.contains($0) } ?? true } ?? serving.first
        guard let framework, let endpoint = framework.endpoints.first(where: { $0.hasSuffix(route) }) else {
            throw ClientError(.unsupported, "'\(name)' serves no chat")
        }
        let path = framework.name + endpoint.dropLast(route.count)
        return ModelEndpoint(name: name, baseURL: try url(path, gateway: gateway), credentials: .service)
    }

    /// The URLs to which OpenAI's clients append a route, of all that a framework serves: one, as a rule.
    ///
    /// - Parameter gateway: the base URL the catalog came from.
    /// - Throws: ``ClientError`` for paths that make no URL.
    public func baseURLs(of framework: EndpointCatalog.Framework, gateway: HTTPURL) throws(ClientError) -> [HTTPURL] {
        // Everything before the version's end: `/v1/chat/completions` is below `/v1`.
        var paths: [String] = []
        for endpoint in framework.endpoints {
            let parts = endpoint.split(separator: "/")
            let version = parts.firstIndex { $0.first == "v" && $0.dropFirst().allSatisfy(\.isNumber) && $0.count > 1 }
            let path = parts.prefix(version.map { $0 + 1 } ?? 0).map { "/" + $0 }.joined()
            if !paths.contains(path) { paths.append(path) }
        }
        var urls: [HTTPURL] = []
        for path in paths { urls.append(try url(framework.name + path, gateway: gateway)) }
        return urls
    }

    /// - Parameter path: below the cluster.
    private func url(_ path: String, gateway: HTTPURL) throws(ClientError) -> HTTPURL {
        let path = basePath + "/" + path
        do { return try basePath.hasPrefix("/") ? gateway.origin.appending(path) : HTTPURL(path) } catch {
            throw ClientError(error)
        }
    }
}
