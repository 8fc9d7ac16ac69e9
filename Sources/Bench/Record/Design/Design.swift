public import ALCFJSON

/// The design of a run: what it was asked for. It is the member `options` of a record's manifest.
///
/// Its members are those of ``DesignMembers``, under the names they have there: `design.rate` is a `Double?`. A member
/// that this version does not know, or that is of another type, stays as it is and where it is: records of other
/// versions survive being written again.
@dynamicMemberLookup
public struct Design: Sendable, Hashable {
    /// All members, in the order in which they are written.
    public private(set) var members: JSONObject

    /// The names, types and limits of the members.
    public static let keys = DesignMembers()

    /// A design of these members.
    public init(_ members: JSONObject = JSONObject()) { self.members = members }

    /// The value of a member; nil where it is missing, null or of another type.
    public subscript<Value>(dynamicMember member: KeyPath<DesignMembers, DesignMember<Value>>) -> Value? {
        get {
            guard let json = members[Self.keys[keyPath: member].key], !json.isNull else { return nil }
            return try? Value(json: json)
        }
        set {
            let member = Self.keys[keyPath: member]
            // A literal nil would be JSON's null.
            members[member.key] = newValue?.json ?? (member.isAlwaysWritten ? .null : JSONValue?.none)
        }
    }

    /// The value of a member that must lie within its limits; nil where it is missing or null.
    ///
    /// - Throws: ``JSONError`` naming the member where it is of another type, or beyond its limits.
    public func checked<Value>(_ path: KeyPath<DesignMembers, DesignMember<Value>>) throws(JSONError) -> Value? {
        let member = Self.keys[keyPath: path]
        guard let value: Value = try json.optional(member.key) else { return nil }
        if let reason = member.limits(value) { throw JSONError(.mismatch, path: member.key, reason) }
        return value
    }

    /// The value of a member that must be there, and lie within its limits.
    ///
    /// - Throws: ``JSONError`` naming the member where it is not.
    public func required<Value>(_ path: KeyPath<DesignMembers, DesignMember<Value>>) throws(JSONError) -> Value {
        guard let value = try checked(path) else {
            throw JSONError(.missing, path: Self.keys[keyPath: path].key, "must be there, and is not")
        }
        return value
    }

    /// Whether a member is there, whatever it is.
    func has<Value>(_ path: KeyPath<DesignMembers, DesignMember<Value>>) -> Bool {
        members[Self.keys[keyPath: path].key] != nil
    }

    /// Adds the members of `other`, which win over those of the same name here.
    public mutating func merge(_ other: Design) { members.merge(other.members) }
}

extension Design: MemberValue {
    /// As in the record's manifest.
    public var json: JSONValue { .object(members) }

    /// Reads it back, whatever its members are.
    ///
    /// - Throws: ``JSONError`` for anything but an object.
    public init(json: JSONValue) throws(JSONError) { self.init(try JSONObject(json: json)) }
}
