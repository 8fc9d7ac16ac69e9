public import ALCFJSON

/// A function that the model may ask to be called.
public struct Tool: Sendable, Hashable, JSONEncodable {
    /// Letters, digits, `_` and `-`.
    public var name: String
    /// Purpose and use of the tool, by which the model chooses it.
    public var description: String?
    /// The JSON schema of its arguments; nil for a function without any.
    public var parameters: JSONValue?
    /// Whether the arguments must keep to the schema, on servers that can see to it.
    public var strict: Bool?

    /// A function; what is left out is not sent.
    public init(name: String, description: String? = nil, parameters: JSONValue? = nil, strict: Bool? = nil) {
        self.name = name
        self.description = description
        self.parameters = parameters
        self.strict = strict
    }

    /// JSON of the API.
    public var json: JSONValue {
        var function: JSONObject = ["name": .string(name)]
        function["description"] = description.map { .string($0) }
        function["parameters"] = parameters
        function["strict"] = strict.map { .bool($0) }
        return ["type": "function", "function": .object(function)]
    }
}
