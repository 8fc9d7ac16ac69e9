/// Takes the members of an object one by one, whatever becomes of them: a tree, or a line of text.
public protocol JSONMembers {
    /// Adds a member with any value.
    mutating func add(_ key: StaticString, _ value: JSONValue)
    /// Adds an integer; `null` where there is none.
    mutating func add(_ key: StaticString, _ value: Int?)
    /// Adds a number; `null` where there is none, or it is infinite or none at all.
    mutating func add(_ key: StaticString, _ value: Double?)
    /// Adds a string; `null` where there is none.
    mutating func add(_ key: StaticString, _ value: String?)
    /// Adds a truth value; `null` where there is none.
    mutating func add(_ key: StaticString, _ value: Bool?)
}

extension JSONObject: JSONMembers {
    /// Adds a member with any value.
    public mutating func add(_ key: StaticString, _ value: JSONValue) { self["\(key)"] = value }
    /// Adds an integer, or `null`.
    public mutating func add(_ key: StaticString, _ value: Int?) { add(key, JSONValue(value)) }
    /// Adds a number, or `null`.
    public mutating func add(_ key: StaticString, _ value: Double?) { add(key, JSONValue(value)) }
    /// Adds a string, or `null`.
    public mutating func add(_ key: StaticString, _ value: String?) { add(key, JSONValue(value)) }
    /// Adds a truth value, or `null`.
    public mutating func add(_ key: StaticString, _ value: Bool?) { add(key, JSONValue(value)) }
}

/// Writes an object as one line, without a tree of it: for records of many lines. The text is that of
/// ``JSONValue/serializedBytes(_:)``.
public struct JSONLine: JSONMembers {
    /// The text; complete after ``end()``.
    public private(set) var bytes: [UInt8]

    /// An object without members.
    public init() {
        bytes = []
        bytes.reserveCapacity(2048)
        bytes.append(UInt8(ascii: "{"))
    }

    /// Closes the object, and ends the line.
    public mutating func end() {
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Adds a member with any value.
    public mutating func add(_ key: StaticString, _ value: JSONValue) {
        begin(key)
        bytes += value.serializedBytes()
    }

    /// Adds an integer, or `null`.
    public mutating func add(_ key: StaticString, _ value: Int?) {
        begin(key)
        if let value { JSONText.append(value, to: &bytes) } else { JSONText.append(word: "null", to: &bytes) }
    }

    /// Adds a number, or `null`.
    public mutating func add(_ key: StaticString, _ value: Double?) {
        begin(key)
        if let value { JSONText.append(value, to: &bytes) } else { JSONText.append(word: "null", to: &bytes) }
    }

    /// Adds a string, or `null`.
    public mutating func add(_ key: StaticString, _ value: String?) {
        begin(key)
        if let value { JSONText.append(value, to: &bytes) } else { JSONText.append(word: "null", to: &bytes) }
    }

    /// Adds a truth value, or `null`.
    public mutating func add(_ key: StaticString, _ value: Bool?) {
        begin(key)
        if let value { JSONText.append(value, to: &bytes) } else { JSONText.append(word: "null", to: &bytes) }
    }

    /// Keys are names in the source: nothing in them needs an escape.
    private mutating func begin(_ key: StaticString) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        JSONText.append(word: key, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }
}
