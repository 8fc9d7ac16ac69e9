public import ALCFJSON

/// One entry of a ``JobsReport``. What is not said on that cluster is nil.
public struct Job: Sendable, Hashable {
    /// The models it serves or would serve.
    public let models: [String]
    /// `vllm`, `api` or another.
    public let framework: String?
    /// Cluster that it runs on.
    public let cluster: String?
    /// `running`, `starting`, `disconnected`, `queued`, `stopped` or another word, in lower case.
    public let status: String?
    /// The scheduler's number.
    public let id: String?
    /// Host that it runs on, in the scheduler's words.
    public let host: String?
    /// Time that it has run, as in `05:12:44`.
    public let walltime: String?
    /// Time when it may start, in the scheduler's words.
    public let estimatedStart: String?
    /// Description of the model.
    public let description: String?
    /// A number or a word, as text.
    public let modelVersion: String?
    /// All of it, as it came.
    public let raw: JSONValue

    init(_ json: JSONValue) {
        models = (json["Models"]?.string ?? "").split(separator: ",").compactMap {
            let name = $0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
            return name.isEmpty ? nil : String(name)
        }
        framework = json["Framework"]?.string
        cluster = json["Cluster"]?.string
        status = json["Model Status"]?.string?.lowercased()
        id = json["Job ID"]?.string
        host = json["Host Name"]?.string
        walltime = json["Walltime"]?.string
        estimatedStart = json["Estimated Start Time"]?.string
        description = json["Description"]?.string
        modelVersion = json["Model Version"]?.string ?? json["Model Version"]?.int.map { String($0) }
        raw = json
    }

    /// Whether its models answer now.
    public var isLive: Bool { status == "running" || status == "live" }
}
