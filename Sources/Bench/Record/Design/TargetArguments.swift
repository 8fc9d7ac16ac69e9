/// Arguments about the targets. Those for one of them begin with its name, as in `metis=MODEL`.
public struct TargetArguments: Sendable, Hashable {
    /// Clusters, addresses and `NAME=URL`; empty for Metis and Sophia.
    public var target: [String] = []
    /// The models.
    public var model: [String] = []
    /// The variables that hold the targets' keys.
    public var apiKeyEnv: [String] = []
    /// The routes.
    public var endpoint: [String] = []
    /// The names of targets whose certificate is not checked.
    public var insecure: [String] = []
    /// In what the requests differ from the usual.
    public var requests = RequestArguments()

    /// Nothing is said.
    public init() {}
}
