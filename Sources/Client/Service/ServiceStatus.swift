public import ALCFJSON

/// The clusters, and whether they are up.
public struct ServiceStatus: Sendable, Hashable, JSONDecodable {
    /// In the gateway's order.
    public let clusters: [Cluster]
    /// All of it, as it came.
    public let raw: JSONValue

    /// A cluster, and whether it is up.
    public struct Cluster: Sendable, Hashable {
        /// The name in paths.
        public let name: String
        /// False while it is under maintenance.
        public let isUp: Bool
    }

    /// - Throws: `JSONError` for anything but an object.
    public init(json: JSONValue) throws(JSONError) {
        clusters = try JSONObject(json: json).compactMap { name, value in
            value.bool.map { Cluster(name: name, isUp: $0) }
        }
        raw = json
    }

    /// Whether that cluster is up; nil where the gateway does not speak of it.
    public func isUp(_ cluster: String) -> Bool? {
        clusters.first { $0.name.lowercased() == cluster.lowercased() }?.isUp
    }
}
