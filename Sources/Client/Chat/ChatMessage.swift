public import ALCFJSON

/// One turn of a conversation.
public struct ChatMessage: Sendable, Hashable {
    /// The role of a speaker; servers may add roles.
    public struct Role: Sendable, Hashable, CustomStringConvertible {
        /// The word on the wire.
        public let description: String
        /// A role by the server's word.
        public init(_ description: String) { self.description = description }

        /// Sets the frame of the conversation.
        public static let system = Role("system")
        /// The newer word for `system`; not every server takes it.
        public static let developer = Role("developer")
        /// The one who asks.
        public static let user = Role("user")
        /// The model.
        public static let assistant = Role("assistant")
        /// The answer of a tool.
        public static let tool = Role("tool")
    }

    /// Role of the speaker.
    public var role: Role
    /// Content. Text alone is sent as a string, which every server takes; anything else as a list of parts.
    public var content: [ContentPart]
    /// The calls that the model asked for in this turn (`assistant`).
    public var toolCalls: [ToolCall]
    /// The id of the call that this turn answers (`tool`).
    public var toolCallID: String?
    /// The reasoning of an earlier turn, for models that want it back; sent as `reasoning`.
    public var reasoning: String?
    /// Fields sent as they are; they win over those above.
    public var extra: JSONObject

    /// A turn of `role` with these parts.
    public init(
        _ role: Role, content: [ContentPart], toolCalls: [ToolCall] = [], toolCallID: String? = nil,
        reasoning: String? = nil, extra: JSONObject = JSONObject()
    ) {
        self.role = role
        self.content = content
        self.toolCalls = toolCalls
        self.toolCallID = toolCallID
        self.reasoning = reasoning
        self.extra = extra
    }

    /// A turn of `role`.
    public init(_ role: Role, _ text: String) { self.init(role, content: [.text(text)]) }

    /// The words of all parts; setting them replaces the parts.
    public var text: String {
        get {
            content.map { part in
                if case .text(let text) = part { text } else { "" }
            }.joined()
        }
        set { content = [.text(newValue)] }
    }
}

extension ChatMessage {
    /// `system` with this text.
    public static func system(_ text: String) -> ChatMessage { ChatMessage(.system, text) }
    /// `user` with this text.
    public static func user(_ text: String) -> ChatMessage { ChatMessage(.user, text) }
    /// `user` with this text, and pictures after it.
    public static func user(_ text: String, images: [ImageContent]) -> ChatMessage {
        ChatMessage(.user, content: (text.isEmpty ? [] : [.text(text)]) + images.map { .image($0) })
    }
    /// `assistant` with this text, and the calls the model asked for.
    public static func assistant(_ text: String, toolCalls: [ToolCall] = []) -> ChatMessage {
        ChatMessage(.assistant, content: text.isEmpty && !toolCalls.isEmpty ? [] : [.text(text)], toolCalls: toolCalls)
    }
    /// Returns a message with a tool's answer to `call`.
    public static func tool(_ text: String, answering call: ToolCall) -> ChatMessage {
        ChatMessage(.tool, content: [.text(text)], toolCallID: call.id ?? "")
    }
}

extension ChatMessage: JSONEncodable {
    /// JSON of the API.
    public var json: JSONValue {
        var json: JSONObject = ["role": .string(role.description)]
        if content.isEmpty {
            json["content"] = .null
        } else if case .text(let text) = content[0], content.count == 1 {
            json["content"] = .string(text)
        } else {
            json["content"] = .array(content.map(\.json))
        }
        json["reasoning"] = reasoning.map { .string($0) }
        json["tool_calls"] = toolCalls.isEmpty ? nil : .array(toolCalls.map(\.json))
        json["tool_call_id"] = toolCallID.map { .string($0) }
        json.merge(extra)
        return .object(json)
    }
}
