extension Int: JSONEncodable {
    /// A JSON number.
    public var json: JSONValue { .int(self) }
}

extension Double: JSONEncodable {
    /// A JSON number; `null` for one that is infinite, or none at all.
    public var json: JSONValue { JSONValue(Optional(self)) }
}

extension String: JSONEncodable {
    /// A JSON string.
    public var json: JSONValue { .string(self) }
}

extension Bool: JSONEncodable {
    /// A JSON boolean.
    public var json: JSONValue { .bool(self) }
}

extension JSONValue: JSONEncodable {
    /// The value itself.
    public var json: JSONValue { self }
}

extension JSONObject: JSONEncodable {
    /// A JSON object.
    public var json: JSONValue { .object(self) }
}

extension Array: JSONEncodable where Element: JSONEncodable {
    /// A JSON array.
    public var json: JSONValue { .array(map(\.json)) }
}
