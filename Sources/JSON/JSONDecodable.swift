/// A type that can be read from a JSON value.
public protocol JSONDecodable {
    /// - Throws: ``JSONError`` naming the path of what is missing or of another kind.
    init(json: JSONValue) throws(JSONError)
}

/// A type that can be written as a JSON value.
public protocol JSONEncodable {
    var json: JSONValue { get }
}

extension JSONValue {
    /// The member named `key`, which must be there and not null.
    public func require<T: JSONDecodable>(_ key: String, as type: T.Type = T.self) throws(JSONError) -> T {
        guard let value = self[key], !value.isNull else {
            throw JSONError(.missing, path: key, "must be there, and is not")
        }
        do { return try T(json: value) } catch { throw error.under(key) }
    }

    /// The member named `key`, or nil where it is missing or null.
    ///
    /// - Throws: ``JSONError`` where it is there but of another kind.
    public func optional<T: JSONDecodable>(_ key: String, as type: T.Type = T.self) throws(JSONError) -> T? {
        guard let value = self[key], !value.isNull else { return nil }
        do { return try T(json: value) } catch { throw error.under(key) }
    }

    private func expect<T>(_ value: T?, _ kind: String) throws(JSONError) -> T {
        guard let value else { throw JSONError(.mismatch, "must be \(kind), and is \(self.kind)") }
        return value
    }

    fileprivate func expectString() throws(JSONError) -> String { try expect(string, "a string") }
    fileprivate func expectInt() throws(JSONError) -> Int { try expect(int, "an integer") }
    fileprivate func expectDouble() throws(JSONError) -> Double { try expect(double, "a number") }
    fileprivate func expectBool() throws(JSONError) -> Bool { try expect(bool, "true or false") }
    fileprivate func expectArray() throws(JSONError) -> [JSONValue] { try expect(array, "an array") }
    fileprivate func expectObject() throws(JSONError) -> JSONObject { try expect(object, "an object") }
}

extension String: JSONDecodable {
    /// The text of a JSON string.
    public init(json: JSONValue) throws(JSONError) { self = try json.expectString() }
}

extension Int: JSONDecodable {
    /// The value of a JSON number without a fraction.
    public init(json: JSONValue) throws(JSONError) { self = try json.expectInt() }
}

extension Double: JSONDecodable {
    /// The value of a JSON number.
    public init(json: JSONValue) throws(JSONError) { self = try json.expectDouble() }
}

extension Bool: JSONDecodable {
    /// The value of a JSON boolean.
    public init(json: JSONValue) throws(JSONError) { self = try json.expectBool() }
}

extension JSONValue: JSONDecodable {
    /// The value itself.
    public init(json: JSONValue) { self = json }
}

extension JSONObject: JSONDecodable {
    /// The members of a JSON object.
    public init(json: JSONValue) throws(JSONError) { self = try json.expectObject() }
}

extension Array: JSONDecodable where Element: JSONDecodable {
    /// The elements of a JSON array; an error names the index.
    public init(json: JSONValue) throws(JSONError) {
        let values = try json.expectArray()
        self = []
        reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            do { append(try Element(json: value)) } catch { throw error.under("[\(index)]") }
        }
    }
}
