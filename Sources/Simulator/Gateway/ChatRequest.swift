import ALCFJSON

/// The members of a request's body that the simulator reads; the gateway reads even fewer.
struct ChatRequest: Sendable {
    /// Endpoint that the request was sent to.
    let endpoint: InferenceEndpoint
    let model: String
    /// All of it.
    let raw: JSONValue
    let streams: Bool
    let includesUsage: Bool
    /// The texts of all messages.
    let prompt: String
    /// The text of the last message.
    let lastMessage: String
    /// Reasoning and answer together end here.
    let maxTokens: Int?
    /// At least so many tokens, by `min_tokens`, or `ignore_eos` with a limit.
    let minTokens: Int

    /// Django's limit for a body that is read into memory.
    static let largestBody = 2_621_440

    private static let reserved: Set<String> = [
        "api_port", "cache_salt", "openai_endpoint", "stream_task_id", "stream_task_token", "streaming_server_host",
        "streaming_server_port", "streaming_server_protocol",
    ]

    enum Reading {
        case request(ChatRequest)
        case refused(SimulatedResponse)
    }

    /// Reads a body in the gateway's order of checks.
    static func read(_ body: [UInt8], for endpoint: InferenceEndpoint = .chat) -> Reading {
        guard !body.isEmpty else { return .refused(GatewayErrors.emptyBody) }
        guard let json = try? JSONValue(parsing: body) else { return .refused(GatewayErrors.unreadableBody) }
        guard let object = json.object else { return .refused(GatewayErrors.bodyNotObject) }
        let taken = object.keys.filter(reserved.contains)
        guard taken.isEmpty else { return .refused(GatewayErrors.reserved(taken.sorted())) }
        let errors = controlErrors(object, endpoint)
        guard errors.isEmpty, let model = object["model"]?.string else {
            return .refused(GatewayErrors.control(errors))
        }
        return .request(ChatRequest(model: model, json, endpoint))
    }

    private init(model: String, _ body: JSONValue, _ endpoint: InferenceEndpoint) {
        self.endpoint = endpoint
        self.model = model
        raw = body
        streams = body["stream"]?.bool ?? false
        includesUsage = body["stream_options"]?["include_usage"]?.bool ?? false
        let asked = body[endpoint.promptField]
        let texts = asked?.string.map { [$0] } ?? (asked?.array ?? []).map { $0.string ?? Self.text(of: $0["content"]) }
        prompt = texts.joined(separator: "\n")
        lastMessage = texts.last ?? ""
        maxTokens = (body["max_completion_tokens"]?.int ?? body["max_tokens"]?.int ?? body["max_output_tokens"]?.int)
            .map { max(1, $0) }
        let ignoresEnd = body["ignore_eos"]?.bool ?? false
        minTokens = max(body["min_tokens"]?.int ?? 0, ignoresEnd ? maxTokens ?? 0 : 0)
    }

    /// A content is a text, or a list of parts of which some are.
    private static func text(of content: JSONValue?) -> String {
        content?.string ?? (content?.array ?? []).compactMap { $0["text"]?.string }.joined(separator: "\n")
    }

    private static func controlErrors(_ object: JSONObject, _ endpoint: InferenceEndpoint) -> [JSONValue] {
        func error(_ field: String, _ message: String, _ type: String) -> JSONValue {
            ["field": .string(field), "message": .string(message), "type": .string(type)]
        }
        var errors: [JSONValue] = []
        switch object["model"] {
        case nil: errors.append(error("model", "Field required", "missing"))
        case .string(let name) where name.isEmpty:
            errors.append(error("model", "String should have at least 1 character", "string_too_short"))
        case .string: break
        default: errors.append(error("model", "Input should be a valid string", "string_type"))
        }
        switch object["stream"] {
        case nil, .null, .bool: break
        default: errors.append(error("stream", "Input should be a valid boolean", "bool_type"))
        }
        let field = endpoint.promptField
        switch object[field] {
        case nil: errors.append(error(field, "Field required", "missing"))
        case .string where endpoint != .chat: break
        case .array where endpoint != .chat: break
        case .array(let messages):
            for (index, message) in messages.enumerated() where message.object == nil {
                errors.append(error("messages.\(index)", "Input should be a valid dictionary", "dict_type"))
            }
        default: errors.append(error(field, "Input should be a valid list", "list_type"))
        }
        return errors
    }
}
