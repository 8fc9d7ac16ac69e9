public import ALCFJSON

/// A call of a function that the model wants made, or a piece of one.
public struct ToolCall: Sendable, Hashable {
    /// Number of the call in the answer.
    public let index: Int
    /// The call's id; on its first piece only.
    public var id: String?
    /// The function's name; on the first piece only.
    public var name: String?
    /// JSON text; in a stream, a piece of it.
    public var arguments: String

    /// A call, such as one of an earlier turn.
    public init(index: Int = 0, id: String?, name: String?, arguments: String) {
        self.index = index
        self.id = id
        self.name = name
        self.arguments = arguments
    }

    init(_ json: JSONValue, position: Int) {
        index = json["index"]?.int ?? position
        id = json["id"]?.string
        name = json["function"]?["name"]?.string
        arguments = json["function"]?["arguments"]?.string ?? ""
    }

    /// The calls in a message or delta, also where it is the one of the older form.
    static func list(in message: JSONValue?) -> [ToolCall] {
        if let calls = message?["tool_calls"]?.array, !calls.isEmpty {
            return calls.enumerated().map { ToolCall($1, position: $0) }
        }
        guard let call = message?["function_call"], call.object != nil else { return [] }
        return [ToolCall(["function": call], position: 0)]
    }

    /// The arguments as the caller's own type. A call without any counts as `{}`.
    ///
    /// - Throws: ``ClientError`` with code `malformed`, which says where in the arguments.
    public func decodeArguments<T: Decodable>(as type: T.Type = T.self) throws(ClientError) -> T {
        let text = arguments.allSatisfy(\.isWhitespace) ? "{}" : arguments
        return try JSONValueDecoder().decode(type, text: text, what: "the arguments of \(name ?? "the call")")
    }
}

extension ToolCall: JSONEncodable {
    /// JSON of a message.
    public var json: JSONValue {
        [
            "id": JSONValue(id), "type": "function",
            "function": ["name": JSONValue(name), "arguments": .string(arguments)],
        ]
    }
}
