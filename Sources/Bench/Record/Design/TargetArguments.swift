/// Arguments about the targets. Those for one of them begin with its name, as in `metis=MODEL`.
package struct TargetArguments: Sendable, Hashable {
    /// Clusters, addresses and `NAME=URL`; empty for Metis and Sophia.
    package var target: [String] = []
    /// Files that list servers, which are not read yet: `FILE`, or `NAME=FILE` for servers that are one target.
    package var targetList: [String] = []
    /// Servers that are one target together, as in `fleet=node1=http://node1:8000/v1`; those of one fleet in order.
    package var server: [String] = []
    /// The servers that were read from files, in the way of ``target`` or ``server``.
    package var listed: [String] = []
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
