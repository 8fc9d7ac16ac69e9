package import ALCFClient

/// A model on one cluster.
package struct PooledModel: Sendable, Hashable {
    /// Cluster that serves it.
    package let cluster: String
    /// The name as the cluster has it.
    package let name: String
    /// Place where it answers.
    package let endpoint: ModelEndpoint
    /// APIs that the cluster has routes for.
    package let dialects: Set<Dialect>
    /// State of the model; nil where that is not known.
    package var state: JobsReport.ModelState?
    /// The cluster's description; nil where there is none.
    package var info: ModelInfo?

    /// A model on one cluster.
    package init(
        cluster: String, name: String, endpoint: ModelEndpoint, dialects: Set<Dialect>,
        state: JobsReport.ModelState? = nil, info: ModelInfo? = nil
    ) {
        self.cluster = cluster
        self.name = name
        self.endpoint = endpoint
        self.dialects = dialects
        self.state = state
        self.info = info
    }

    /// Name that means this model on this cluster and no other.
    package var pinnedName: String { "\(cluster)/\(name)" }

    /// Place in an order by how soon it answers: from 0 for one that runs.
    var readiness: Int {
        switch state {
        case .running: 0
        case nil: 1
        case .starting: 2
        case .queued: 3
        case .offline: 4
        }
    }

    /// Whether the cluster can be asked in this API, streamed or not.
    package func speaks(_ dialect: Dialect, isStreamed: Bool) -> Bool {
        guard dialects.contains(dialect) else { return false }
        switch dialect {
        case .chat, .completions, .embeddings: return true
        case .responses, .messages:
            // Behind Globus Compute the gateway streams chat completions only.
            if isStreamed, KnownCluster.named(cluster)?.answersDirectly == false { return false }
            let known = info?.features.protocols ?? []
            let names: Set = ["chat_completions", "responses", "messages"]
            return names.isDisjoint(with: known) || known.contains(dialect.rawValue)
        }
    }
}
