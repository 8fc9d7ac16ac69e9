public import ALCFJSON

/// The format of the answer's text.
public enum ResponseFormat: Sendable, Hashable, JSONEncodable {
    /// Words.
    case text
    /// Some JSON object; the prompt must ask for JSON too.
    case jsonObject
    /// JSON that keeps to a schema.
    case jsonSchema(Schema)
    /// Anything else, sent as it is, such as vLLM's `structural_tag`.
    case other(JSONValue)

    /// A JSON schema and its name.
    public struct Schema: Sendable, Hashable {
        /// Letters, digits, `_` and `-`.
        public var name: String
        /// Purpose of the answer.
        public var description: String?
        /// The schema itself.
        public var schema: JSONValue
        /// Whether the answer must keep to it in every detail, on servers that make a difference.
        public var strict: Bool?

        /// A schema; what is left out is not sent.
        public init(name: String, description: String? = nil, schema: JSONValue, strict: Bool? = nil) {
            self.name = name
            self.description = description
            self.schema = schema
            self.strict = strict
        }
    }

    /// JSON that keeps to `schema`.
    public static func schema(_ name: String, _ schema: JSONValue, strict: Bool? = true) -> ResponseFormat {
        .jsonSchema(Schema(name: name, schema: schema, strict: strict))
    }

    /// JSON of the API.
    public var json: JSONValue {
        switch self {
        case .text: return ["type": "text"]
        case .jsonObject: return ["type": "json_object"]
        case .jsonSchema(let schema):
            var json: JSONObject = ["name": .string(schema.name)]
            json["description"] = schema.description.map { .string($0) }
            json["schema"] = schema.schema
            json["strict"] = schema.strict.map { .bool($0) }
            return ["type": "json_schema", "json_schema": .object(json)]
        case .other(let json): return json
        }
    }
}
