public import ALCFJSON

/// A value of a member of a ``RecordObject``.
public protocol MemberValue: JSONEncodable, JSONDecodable, Sendable {
    /// Adds it to an object's members, without a tree where it needs none.
    func add<Output: JSONMembers>(to members: inout Output, as key: StaticString)
    /// Takes it from a line, without a tree where it needs none.
    init(_ line: inout JSONLineScan) throws(JSONLineScan.Irregular)
}

extension MemberValue {
    /// Adds the value as a tree.
    public func add<Output: JSONMembers>(to members: inout Output, as key: StaticString) { members.add(key, json) }

    /// Takes the value from a tree.
    public init(_ line: inout JSONLineScan) throws(JSONLineScan.Irregular) {
        guard let value = try? Self(json: try line.value()) else { throw JSONLineScan.Irregular() }
        self = value
    }
}

extension Int: MemberValue {
    /// Adds a number.
    public func add<Output: JSONMembers>(to members: inout Output, as key: StaticString) { members.add(key, self) }
    /// Takes a number.
    public init(_ line: inout JSONLineScan) throws(JSONLineScan.Irregular) { self = try line.int() }
}

extension Double: MemberValue {
    /// Adds a number.
    public func add<Output: JSONMembers>(to members: inout Output, as key: StaticString) { members.add(key, self) }
    /// Takes a number.
    public init(_ line: inout JSONLineScan) throws(JSONLineScan.Irregular) { self = try line.double() }
}

extension String: MemberValue {
    /// Adds a string.
    public func add<Output: JSONMembers>(to members: inout Output, as key: StaticString) { members.add(key, self) }
    /// Takes a string.
    public init(_ line: inout JSONLineScan) throws(JSONLineScan.Irregular) { self = try line.string() }
}

extension Bool: MemberValue {
    /// Adds a truth value.
    public func add<Output: JSONMembers>(to members: inout Output, as key: StaticString) { members.add(key, self) }
    /// Takes a truth value.
    public init(_ line: inout JSONLineScan) throws(JSONLineScan.Irregular) { self = try line.bool() }
}

extension JSONValue: MemberValue {}
extension JSONObject: MemberValue {
    /// Takes an object.
    public init(_ line: inout JSONLineScan) throws(JSONLineScan.Irregular) { self = try line.object() }
}
extension Array: MemberValue where Element: MemberValue {}

/// A value that is one of an enumeration's words.
package protocol MemberWord: MemberValue, CaseIterable, RawRepresentable where RawValue == String {}

extension MemberWord {
    /// The word.
    public var json: JSONValue { .string(rawValue) }

    /// Reads the word.
    ///
    /// - Throws: ``JSONError`` naming the words there are.
    public init(json: JSONValue) throws(JSONError) {
        guard let value = Self(rawValue: try String(json: json)) else {
            throw JSONError(.mismatch, "must be one of \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self = value
    }

    /// Adds the word.
    public func add<Output: JSONMembers>(to members: inout Output, as key: StaticString) { members.add(key, rawValue) }

    /// Takes the word.
    public init(_ line: inout JSONLineScan) throws(JSONLineScan.Irregular) {
        guard let value = Self(rawValue: try line.string()) else { throw JSONLineScan.Irregular() }
        self = value
    }
}
