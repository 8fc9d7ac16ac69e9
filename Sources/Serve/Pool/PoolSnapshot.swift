package import ALCFClient
package import ALCFHTTP
import ALCFSystem

/// The models of all clusters at one time. Pure: it does no I/O.
package struct PoolSnapshot: Sendable {
    /// In the service's order.
    package var models: [PooledModel]
    /// Names of the clusters, those without a model for any of the APIs among them.
    package let clusters: [String]

    /// - Parameter gateway: the base URL that the catalog came from.
    package init(_ catalog: EndpointCatalog, gateway: HTTPURL) {
        var models: [PooledModel] = []
        for cluster in catalog.clusters {
            for framework in cluster.frameworks {
                let dialects = Set(
                    Dialect.allCases.filter { dialect in
                        framework.endpoints.contains { $0.hasSuffix("/v1/" + dialect.route) }
                    })
                guard !dialects.isEmpty,
                    let base = try? cluster.baseURLs(of: framework, gateway: gateway)
                        .first(where: { $0.path.hasSuffix("/v1") })
                else { continue }
                let endpoint = ModelEndpoint(name: cluster.name, baseURL: base, credentials: .service)
                for name in framework.models
                where !models.contains(where: { $0.cluster == cluster.name && $0.name == name }) {
                    models.append(
                        PooledModel(cluster: cluster.name, name: name, endpoint: endpoint, dialects: dialects))
                }
            }
        }
        self.models = models
        clusters = catalog.clusters.map(\.name)
    }

    /// Takes over what an older list knew of the same models.
    package mutating func keep(_ before: PoolSnapshot) {
        for place in models.indices {
            let old = before.models.first { $0.cluster == models[place].cluster && $0.name == models[place].name }
            guard let old else { continue }
            models[place].state = old.state
            models[place].info = old.info
        }
    }

    /// Takes note of what a cluster says of its models.
    package mutating func note(_ cluster: String, jobs: JobsReport?, infos: [ModelInfo]) {
        for place in models.indices where models[place].cluster == cluster {
            let name = models[place].name
            if let jobs { models[place].state = jobs.state(of: name) }
            models[place].info = infos.first { $0.id == name } ?? models[place].info
        }
    }

    /// The places where a model can be asked for, the best first: where it runs, then by `preference`, then in the
    /// service's order.
    ///
    /// - Parameters:
    ///   - asked: the name as the client wrote it; one that begins with a cluster's name means that cluster alone.
    ///   - preference: names of clusters.
    /// - Throws: ``ServedError`` where no cluster has it, or one has several that it may mean.
    package func candidates(_ asked: AskedModel, preference: [String] = []) throws(ServedError) -> [PooledModel] {
        if let pinned = clusters.first(where: { asked.name(on: $0) != nil }), let name = asked.name(on: pinned) {
            return [try find(name, on: pinned)]
        }
        var found: [PooledModel] = []
        var ambiguous: ServedError?
        for cluster in clusters {
            do { found.append(try find(asked.name, on: cluster)) } catch {
                if error.code != Self.unknown { ambiguous = ambiguous ?? error }
            }
        }
        if found.isEmpty, let ambiguous { throw ambiguous }
        guard !found.isEmpty else {
            let near = clusters.flatMap { nearest(to: asked.name, on: $0) }
            throw Self.unknown(
                "there is no model '\(asked.text)' on any cluster"
                    + (near.isEmpty ? "" : "; near it are \(near.joined(separator: ", "))"))
        }
        func rank(_ model: PooledModel) -> (Int, Int) {
            let place = preference.firstIndex { $0.lowercased() == model.cluster.lowercased() }
            return (model.readiness, place ?? preference.count)
        }
        return found.enumerated().sorted { left, right in
            let (a, b) = (rank(left.element), rank(right.element))
            return a == b ? left.offset < right.offset : a < b
        }.map(\.element)
    }

    private static let unknown = "model_not_found"

    private static func unknown(_ message: String) -> ServedError {
        ServedError(
            .notFound,
            message.prefix(1).uppercased() + message.dropFirst()
                + ". GET /v1/models or 'alcf list-models' lists the models.", code: unknown,
            parameter: "model")
    }

    private func find(_ name: String, on cluster: String) throws(ServedError) -> PooledModel {
        let there = models.filter { $0.cluster == cluster }
        let resolved: String
        do { resolved = try ModelResolver(cluster: cluster, models: there.map(\.name)).resolve(name) } catch {
            guard error.code == .ambiguousModel else { throw Self.unknown(error.message) }
            throw ServedError(.invalidRequest, error.message, code: "ambiguous_model", parameter: "model")
        }
        guard let model = there.first(where: { $0.name == resolved }) else {
            throw Self.unknown("there is no model '\(name)' on \(cluster)")
        }
        return model
    }

    private func nearest(to name: String, on cluster: String) -> [String] {
        let names = models.filter { $0.cluster == cluster }.map(\.name)
        return ModelResolver(cluster: cluster, models: names).nearest(to: name, atMost: 3).map { "\(cluster)/\($0)" }
    }
}
