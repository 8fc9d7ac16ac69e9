public import ALCFHTTP

/// A model where it is served: what a request needs to know.
public struct ServedModel: Sendable, Hashable {
    /// The name as the endpoint knows it.
    public let name: String
    /// The cluster, and where it answers.
    public let endpoint: ModelEndpoint

    /// A model at an endpoint.
    public init(name: String, endpoint: ModelEndpoint) {
        self.name = name
        self.endpoint = endpoint
    }
}

extension EndpointCatalog {
    /// The model that a name means on one cluster.
    ///
    /// - Parameters:
    ///   - name: as people write it; see ``ModelResolver``.
    ///   - cluster: the cluster's name, in any case.
    ///   - gateway: the base URL the catalog came from.
    /// - Throws: ``ClientError`` with code `unknownCluster`, `unknownModel`, `ambiguousModel` or `unsupported`.
    public func model(_ name: String, on cluster: String, gateway: HTTPURL) throws(ClientError) -> ServedModel {
        let found = try self.cluster(cluster)
        let model = try ModelResolver(cluster: found.name, models: found.models).resolve(name)
        return ServedModel(name: model, endpoint: try found.chatEndpoint(gateway: gateway, model: model))
    }

    /// The models that a name means on all clusters, in the catalog's order.
    ///
    /// - Throws: ``ClientError`` with code `unknownModel`, which lists the nearest names of all clusters, or
    ///   `ambiguousModel` where one cluster has several.
    public func models(_ name: String, gateway: HTTPURL) throws(ClientError) -> [ServedModel] {
        var found: [ServedModel] = []
        for cluster in clusters {
            do { found.append(try model(name, on: cluster.name, gateway: gateway)) } catch {
                if error.code == .ambiguousModel { throw error }
            }
        }
        guard found.isEmpty else { return found }
        let near = clusters.flatMap { cluster in
            ModelResolver(cluster: cluster.name, models: cluster.models).nearest(to: name, atMost: 3)
                .map { "\($0) on \(cluster.name)" }
        }
        let hint = near.isEmpty ? "" : "; near it are \(near.joined(separator: ", "))"
        throw ClientError(.unknownModel, "there is no model '\(name)' on any cluster\(hint)")
    }
}

extension InferenceClient {
    /// The model that a name means, by the gateway's own list.
    ///
    /// - Parameters:
    ///   - name: as people write it: case, owner and context suffix do not count; see ``ModelResolver``.
    ///   - cluster: where it is wanted; nil where only one cluster has it.
    /// - Throws: ``ClientError``, with code `ambiguousModel` where several clusters have it and none was named; an
    ///   `AuthError` unchanged.
    public func model(_ name: String, on cluster: String? = nil) async throws -> ServedModel {
        let catalog = try await listEndpoints()
        if let cluster { return try catalog.model(name, on: cluster, gateway: baseURL) }
        let found = try catalog.models(name, gateway: baseURL)
        guard found.count == 1 else {
            let places = found.map { "\($0.name) on \($0.endpoint.name)" }.joined(separator: ", ")
            throw ClientError(.ambiguousModel, "'\(name)' may be \(places)", remedy: "Name the cluster too.")
        }
        return found[0]
    }
}
