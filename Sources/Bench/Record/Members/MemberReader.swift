import ALCFJSON

/// Reads the members of a ``RecordObject``.
struct MemberReader: MemberVisitor {
    private let json: JSONValue

    init(_ json: JSONValue) { self.json = json }

    static var isWriter: Bool { false }

    mutating func type(_ word: String, orElse message: String) throws(JSONError) {
        guard json["type"]?.string == word else { throw JSONError(.mismatch, path: "type", message) }
    }

    mutating func required<Value: MemberValue>(_ key: StaticString, _ value: inout Value) throws(JSONError) {
        value = try json.require(key.description)
    }

    mutating func required<Value: MemberValue & Comparable>(
        _ key: StaticString, _ value: inout Value, in range: ClosedRange<Value>
    ) throws(JSONError) {
        value = try json.require(key.description, in: range)
    }

    mutating func nullable<Value: MemberValue>(_ key: StaticString, _ value: inout Value?) throws(JSONError) {
        value = try json.optional(key.description)
    }

    mutating func nullable<Value: MemberValue & Comparable>(
        _ key: StaticString, _ value: inout Value?, in range: ClosedRange<Value>
    ) throws(JSONError) {
        value = try json.optional(key.description, in: range)
    }

    mutating func converted<Value: MemberValue, Kept>(
        _ key: StaticString, _ kept: inout Kept, to write: (Kept) -> Value,
        from read: (Value) throws(JSONError) -> Kept
    ) throws(JSONError) {
        kept = try read(try json.require(key.description))
    }

    mutating func derived<Value: MemberValue>(_ key: StaticString, _ value: @autoclosure () -> Value?) {}
}

extension JSONValue {
    /// The member named `key`, which must be there and lie within `range`.
    func require<T: JSONDecodable & Comparable>(_ key: String, in range: ClosedRange<T>) throws(JSONError) -> T {
        guard let value: T = try optional(key, in: range) else {
            throw JSONError(.missing, path: key, "must be there, and is not")
        }
        return value
    }

    /// The member named `key`, which must lie within `range`; nil where it is missing or null.
    func optional<T: JSONDecodable & Comparable>(_ key: String, in range: ClosedRange<T>) throws(JSONError) -> T? {
        guard let value: T = try optional(key) else { return nil }
        guard range.contains(value) else {
            throw JSONError(.mismatch, path: key, "must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}
