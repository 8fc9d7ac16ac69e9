public import ALCFJSON

/// Texts that are to become vectors. What is nil is not sent.
public struct EmbeddingRequest: Sendable, Hashable {
    /// The model's name as the endpoint knows it.
    public var model: String
    /// Each becomes one vector.
    public var input: [String]
    /// Encoding of the vectors; the result is the same.
    public var encoding: Encoding?
    /// Length of the vectors, for models that can shorten them.
    public var dimensions: Int?
    /// Fields sent as they are; they win over those above.
    public var extra: JSONObject

    /// An encoding of vectors.
    public enum Encoding: String, Sendable, Hashable {
        /// Numbers in JSON.
        case float
        /// 32-bit reals, little end first, in base64: a third of the size, and exact.
        case base64
    }

    /// A request; what is left out is not sent.
    public init(
        model: String, input: [String], encoding: Encoding? = nil, dimensions: Int? = nil,
        extra: JSONObject = JSONObject()
    ) {
        self.model = model
        self.input = input
        self.encoding = encoding
        self.dimensions = dimensions
        self.extra = extra
    }

    /// The body to send.
    public var body: JSONObject {
        var body: JSONObject = ["model": .string(model), "input": .array(input.map { .string($0) })]
        body["encoding_format"] = encoding.map { .string($0.rawValue) }
        body["dimensions"] = dimensions.map { .int($0) }
        body.merge(extra)
        return body
    }
}
