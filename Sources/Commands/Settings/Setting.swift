import ALCFClient

/// A default that users can set: its key, the kind of its value, where else the value may be from, and its help.
///
/// Help texts, completion and the table of `docs/settings.md` follow from ``all``.
struct Setting: Sendable {
    /// The key's parts with dots between them. `NAME` stands for a cluster or a target, `HEADER` for a header.
    let key: String
    let kind: SettingKind
    /// The environment variables that come before the file, the first that is set counts.
    var variables: [String] = []
    /// Value where nothing else is said; nil for none.
    var builtIn: String?
    /// A sentence without a full stop.
    let help: String

    static let clusterVariable = "ALCF_CLUSTER"
    static let modelVariable = "ALCF_MODEL"

    static let all: [Setting] = [
        Setting(
            key: "cluster", kind: .cluster, variables: [clusterVariable], builtIn: KnownCluster.default.name,
            help: "Cluster, or target of your own, that is asked"),
        Setting(
            key: "model", kind: .model, variables: [modelVariable], builtIn: ModelChoice.defaultModel,
            help: "Model on every cluster that has none of its own below"),
        Setting(key: "models.NAME", kind: .model, help: "Model on one cluster, or of one target"),
        Setting(key: "targets.NAME.url", kind: .url, help: "Base URL of a server of your own with OpenAI's API"),
        Setting(
            key: "targets.NAME.key_env", kind: .variable,
            help: "Environment variable that holds the server's key"),
        Setting(
            key: "targets.NAME.headers.HEADER", kind: .header,
            help: "Header of each request; 'env:VARIABLE' takes its value from the environment"),
        Setting(key: "targets.NAME.endpoint", kind: .route, help: "Route that is measured"),
        Setting(key: "targets.NAME.hardware", kind: .label, help: "Hardware, as reports are to name it"),
        Setting(key: "prices.NAME", kind: .price, help: "Price of a cluster or target, for the cost of a benchmark"),
        Setting(key: "power.NAME", kind: .watts, help: "Power of a cluster or target, for the energy of a benchmark"),
        Setting(
            key: "proxy", kind: .proxy, variables: ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
            help: "Proxy for all but this machine, without a password"),
    ]

    /// Its key's parts.
    var parts: [String] { key.split(separator: ".").map(String.init) }

    /// Whether it is one value, and not one for each name.
    var isSingle: Bool { !parts.contains { Self.isPlaceholder($0) } }

    static func isPlaceholder(_ part: String) -> Bool { part == "NAME" || part == "HEADER" }

    /// The setting with that key; nil for a key that is none, or only the beginning of one.
    static func of(_ path: [String]) -> Setting? {
        all.first { $0.parts.count == path.count && $0.matches(path) }
    }

    /// Whether `path` is the beginning of a key, or all of it.
    func matches(_ path: [String]) -> Bool {
        path.count <= parts.count && zip(parts, path).allSatisfy { Self.isPlaceholder($0) || $0 == $1 }
    }

    /// The name in the key's path of a cluster or a target; nil where it has none.
    func name(in path: [String]) -> String? {
        zip(parts, path).first { part, _ in part == "NAME" }?.1
    }
}
