import ALCFClient

/// The model that commands ask for, on one cluster.
struct ModelFacts: Sendable {
    /// A state of it.
    enum State: Sendable, Equatable {
        case running, starting, queued, offline
        /// The whole cluster is under maintenance.
        case maintenance
        /// The cluster does not serve it, or not to this user.
        case notServed
        /// It could not be found out, with the reason.
        case unknown(String)

        /// In a sentence, after a dash.
        var words: String {
            switch self {
            case .running: "running"
            case .starting: "starting"
            case .queued: "queued"
            case .offline: "not running"
            case .maintenance: "under maintenance"
            case .notServed: "not in your list"
            case .unknown(let reason): "not known (\(reason))"
            }
        }
    }

    /// Cluster that serves it.
    let cluster: KnownCluster
    let state: State
    /// Name of the model, by the settings or built in.
    var model = ModelChoice.defaultModel

    /// Asks for the model on each known cluster that the gateway lists.
    ///
    /// - Parameter model: returns the model that commands ask a cluster for.
    /// - Throws: the error of the list itself.
    static func ask(
        _ client: InferenceClient, model: @escaping @Sendable (String) -> String
    ) async throws -> [ModelFacts] {
        async let service = try? client.status()
        let catalog = try await client.listEndpoints()
        let status = await service
        return await withTaskGroup { group in
            for (place, cluster) in catalog.clusters.compactMap({ KnownCluster.named($0.name) }).enumerated() {
                let model = model(cluster.name)
                group.addTask {
                    if status?.isUp(cluster.name) == false {
                        return (place, ModelFacts(cluster: cluster, state: .maintenance, model: model))
                    }
                    let state = await state(of: model, on: cluster, catalog, client)
                    return (place, ModelFacts(cluster: cluster, state: state, model: model))
                }
            }
            var found: [(Int, ModelFacts)] = []
            for await one in group { found.append(one) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func state(
        of name: String, on cluster: KnownCluster, _ catalog: EndpointCatalog, _ client: InferenceClient
    ) async -> State {
        guard let model = try? ModelResolver(catalog, cluster: cluster.name).resolve(name) else {
            return .notServed
        }
        do {
            return switch try await client.jobs(on: cluster.name).state(of: model) {
            case .running: .running
            case .starting: .starting
            case .queued: .queued
            case .offline: .offline
            }
        } catch { return .unknown(Failure(error)?.message ?? "\(error)") }
    }
}
