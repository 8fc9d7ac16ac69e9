public import ALCFJSON

/// One turn of a conversation.
public struct ChatMessage: Sendable, Hashable {
    /// Who speaks; roles may be added by servers.
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
        /// What a tool answered.
        public static let tool = Role("tool")
    }

    /// Who speaks.
    public var role: Role
    /// What is said.
    public var text: String

    /// A turn of `role`.
    public init(_ role: Role, _ text: String) {
        self.role = role
        self.text = text
    }

    /// `system` with this text.
    public static func system(_ text: String) -> ChatMessage { ChatMessage(.system, text) }
    /// `user` with this text.
    public static func user(_ text: String) -> ChatMessage { ChatMessage(.user, text) }
    /// `assistant` with this text.
    public static func assistant(_ text: String) -> ChatMessage { ChatMessage(.assistant, text) }
}

extension ChatMessage: JSONEncodable {
    /// As the API has it.
    public var json: JSONValue { ["role": .string(role.description), "content": .string(text)] }
}
