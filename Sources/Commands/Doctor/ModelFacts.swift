import ALCFClient

/// The default model on one cluster.
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

    /// Asks for the default model on each known cluster that the gateway lists.
    ///
    /// - Throws: the error of the list itself.
    static func ask(_ client: InferenceClient) async throws -> [ModelFacts] {
        async let service = try? client.status()
        let catalog = try await client.listEndpoints()
        let status = await service
        return await withTaskGroup { group in
            for (place, cluster) in catalog.clusters.compactMap({ KnownCluster.named($0.name) }).enumerated() {
                group.addTask {
                    if status?.isUp(cluster.name) == false {
                        return (place, ModelFacts(cluster: cluster, state: .maintenance))
                    }
                    return (place, ModelFacts(cluster: cluster, state: await state(on: cluster, catalog, client)))
                }
            }
            var found: [(Int, ModelFacts)] = []
            for await one in group { found.append(one) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func state(
        on cluster: KnownCluster, _ catalog: EndpointCatalog, _ client: InferenceClient
    ) async -> State {
        guard let model = try? ModelResolver(catalog, cluster: cluster.name).resolve(ModelChoice.defaultModel) else {
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
