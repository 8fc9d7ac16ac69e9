/// Arguments about the targets. Those for one of them begin with its name, as in `metis=MODEL`.
package struct TargetArguments: Sendable, Hashable {
    /// Clusters, addresses and `NAME=URL`; empty for Metis and Sophia.
    package var target: [String] = []
    /// The models.
    package var model: [String] = []
    /// The variables that hold the targets' keys.
    package var apiKeyEnv: [String] = []
    /// The routes.
    package var endpoint: [String] = []
    /// The hardware that reports are to name.
    package var hardware: [String] = []
    /// The names of targets whose certificate is not checked.
    package var insecure: [String] = []
    /// In what the requests differ from the usual.
    package var requests = RequestArguments()

    /// Nothing is said.
    package init() {}
}
