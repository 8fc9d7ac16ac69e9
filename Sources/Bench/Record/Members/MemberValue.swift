public import ALCFJSON

/// A value of a member of a ``RecordObject``.
public protocol MemberValue: JSONEncodable, JSONDecodable, Sendable {
    /// Adds it to an object's members, without a tree where it needs none.
    func add<Output: JSONMembers>(to members: inout Output, as key: StaticString)
}

extension MemberValue {
    /// Adds the value as a tree.
    public func add<Output: JSONMembers>(to members: inout Output, as key: StaticString) { members.add(key, json) }
}

extension Int: MemberValue {
    /// Adds a number.
    public func add<Output: JSONMembers>(to members: inout Output, as key: StaticString) { members.add(key, self) }
}

extension Double: MemberValue {
    /// Adds a number.
    public func add<Output: JSONMembers>(to members: inout Output, as key: StaticString) { members.add(key, self) }
}

extension String: MemberValue {
    /// Adds a string.
    public func add<Output: JSONMembers>(to members: inout Output, as key: StaticString) { members.add(key, self) }
}

extension Bool: MemberValue {
    /// Adds a truth value.
    public func add<Output: JSONMembers>(to members: inout Output, as key: StaticString) { members.add(key, self) }
}

extension JSONValue: MemberValue {}
extension JSONObject: MemberValue {}
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
}
