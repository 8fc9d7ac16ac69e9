public import ALCFCrypto
package import ALCFHTTP
public import ALCFJSON

/// The changes to each request that a server needs: fields that are added, left out or renamed, and headers.
public struct RequestOverrides: Sendable, Hashable {
    /// A field that is added, or has another value.
    public struct Field: Sendable, Hashable {
        /// The name in the body.
        public var name: String
        /// Value that is sent.
        public var value: JSONValue
        /// Source of the value, as in `env:NAME`; then the value itself is a secret. Nil for one that may be seen.
        public var source: String?

        /// A field with these parts.
        public init(_ name: String, _ value: JSONValue, source: String? = nil) {
            self.name = name
            self.value = value
            self.source = source
        }
    }

    /// A header. Its value is kept out of records and messages, wherever it is from.
    public struct Header: Sendable, Hashable {
        /// The name.
        public var name: String
        /// Value that is sent.
        public var value: Secret
        /// Whether it proves who asks: then it is sent over TLS only, or to this machine.
        public var isCredential: Bool

        /// A header with these parts.
        public init(_ name: String, _ value: Secret, isCredential: Bool = true) {
            self.name = name
            self.value = value
            self.isCredential = isCredential
        }
    }

    /// Added last, so that they win.
    public var fields: [Field]
    /// Names of fields that are not sent.
    public var omitted: [String]
    /// Name of `max_tokens`; nil for that name.
    public var maxTokensField: String?
    /// Sent with each request.
    public var headers: [Header]

    /// Overrides; none by default.
    public init(
        fields: [Field] = [], omitted: [String] = [], maxTokensField: String? = nil, headers: [Header] = []
    ) {
        self.fields = fields
        self.omitted = omitted
        self.maxTokensField = maxTokensField
        self.headers = headers
    }

    /// Whether nothing is changed.
    public var isEmpty: Bool { self == RequestOverrides() }

    /// The body as this server wants it.
    public func applied(to body: JSONObject) -> JSONObject {
        var body = body
        if let name = maxTokensField, let limit = body["max_tokens"] {
            body["max_tokens"] = nil
            body[name] = limit
        }
        for field in fields { body[field.name] = field.value }
        if fields.contains(where: { $0.name == "stream_options" }), body["stream"] == true { body.setStreaming(true) }
        for name in omitted {
            body[name] = nil
            if name == "max_tokens", let other = maxTokensField { body[other] = nil }
        }
        return body
    }

    /// Changes as records show them: of a header the name alone, of a field from the environment its source.
    public var shown: JSONObject {
        var shown = JSONObject()
        let visible = fields.map { ($0.name, $0.source.map(JSONValue.string) ?? $0.value) }
        shown["fields"] = visible.isEmpty ? nil : .object(JSONObject(visible))
        shown["omitted"] = omitted.isEmpty ? nil : .array(omitted.map(JSONValue.string))
        shown["max_tokens_field"] = maxTokensField.map(JSONValue.string)
        shown["headers"] = headers.isEmpty ? nil : .array(headers.map { .string($0.name) })
        return shown
    }

    /// Puts the headers into a request, and says what of its body is secret.
    package func add(to request: inout HTTPRequest) {
        request.bodySecrets += fields.compactMap { $0.source == nil ? nil : $0.value.string.map { Secret($0) } }
        for header in headers {
            request.secretHeaders.append((header.name, header.value, isCredential: header.isCredential))
        }
    }
}
