public import ALCFJSON

/// A cluster's description of one of its models; everything but the name may be missing.
public struct ModelInfo: Sendable, Hashable, JSONDecodable {
    /// The name to ask for.
    public let id: String
    /// Cluster that serves it.
    public let cluster: String?
    /// Framework that serves it.
    public let framework: String?
    /// The name for people.
    public let displayName: String?
    /// Description.
    public let description: String?
    /// Tokens of prompt and answer together.
    public let contextWindow: Int?
    /// Limit of all users together; nil for no limit, or an unknown one.
    public let tokensPerMinute: Int?
    /// Limit of each user; nil for no limit, or an unknown one.
    public let tokensPerMinutePerUser: Int?
    /// An object, or a list of words, as the cluster has it.
    public let capabilities: JSONValue?
    /// All of it, as it came.
    public let raw: JSONValue

    /// - Throws: `JSONError` where there is no `id`.
    public init(json: JSONValue) throws(JSONError) {
        id = try json.require("id")
        cluster = json["cluster"]?.string
        framework = json["framework"]?.string
        displayName = json["display_name"]?.string
        description = json["description"]?.string
        contextWindow = json["capabilities"]?["context_window_tokens"]?.int ?? json["max_model_len"]?.int
        tokensPerMinute = json["rate_limit_token_per_minute"]?.int
        tokensPerMinutePerUser = json["rate_limit_token_per_minute_per_user"]?.int
        capabilities = json["capabilities"]?.unlessNull
        raw = json
    }
}
