/// A cluster of the inference service, as far as it is simulated.
public enum SimulatedCluster: String, Sendable, Hashable, CaseIterable {
    /// SambaNova behind the gateway's direct adapter.
    case metis
    /// vLLM behind the gateway's Globus Compute relay.
    case sophia

    /// The framework in the cluster's URLs: `api` or `vllm`.
    public var framework: String {
        switch self {
        case .metis: "api"
        case .sophia: "vllm"
        }
    }
}
