package import ALCFJSON

/// A visitor of the members of a ``RecordObject``, which it writes or reads.
///
/// `Failure` is `Never` for those that write.
package protocol MemberVisitor {
    /// Errors that a visit may throw.
    associatedtype Failure: Error = JSONError

    /// Whether it writes. What only a writer needs has to be worked out for it alone.
    static var isWriter: Bool { get }

    /// The type of a line: a member that must say `word`.
    mutating func type(_ word: String, orElse message: String) throws(Failure)
    /// A member that must be there.
    mutating func required<Value: MemberValue>(_ key: StaticString, _ value: inout Value) throws(Failure)
    /// A member that must be there, and lie within `range`.
    mutating func required<Value: MemberValue & Comparable>(
        _ key: StaticString, _ value: inout Value, in range: ClosedRange<Value>
    ) throws(Failure)
    /// A member that may be missing; it is written as `null` where there is no value.
    mutating func nullable<Value: MemberValue>(_ key: StaticString, _ value: inout Value?) throws(Failure)
    /// A member that may be missing, else lies within `range`; it is written as `null` where there is no value.
    mutating func nullable<Value: MemberValue & Comparable>(
        _ key: StaticString, _ value: inout Value?, in range: ClosedRange<Value>
    ) throws(Failure)
    /// Members that follow from others, written by other means: a visitor that reads in order passes over them.
    mutating func passOver(_ keys: [StaticString])
    /// A member that must be there, and is written otherwise than it is kept here.
    mutating func converted<Value: MemberValue, Kept>(
        _ key: StaticString, _ kept: inout Kept, to write: (Kept) -> Value,
        from read: (Value) throws(JSONError) -> Kept
    ) throws(Failure)
    /// A member that follows from others: it is written for readers in other languages, and not read.
    mutating func derived<Value: MemberValue>(_ key: StaticString, _ value: @autoclosure () -> Value?)
}

extension MemberVisitor {
    package mutating func passOver(_ keys: [StaticString]) {}

    /// The type of a line: a member that must say `word`.
    package mutating func type(_ word: String) throws(Failure) { try type(word, orElse: "must be \"\(word)\"") }

    /// A member that is left out where there is no value.
    package mutating func optional<Value: MemberValue>(_ key: StaticString, _ value: inout Value?) throws(Failure) {
        if Self.isWriter, value == nil { return }
        try nullable(key, &value)
    }

    /// A member that is left out where there is no value, and else lies within `range`.
    package mutating func optional<Value: MemberValue & Comparable>(
        _ key: StaticString, _ value: inout Value?, in range: ClosedRange<Value>
    ) throws(Failure) {
        if Self.isWriter, value == nil { return }
        try nullable(key, &value, in: range)
    }

    /// A member that is left out where it has its usual value.
    package mutating func unusual<Value: MemberValue & Equatable>(
        _ key: StaticString, _ value: inout Value, usually usual: Value
    ) throws(Failure) {
        var given: Value? = value == usual ? nil : value
        try optional(key, &given)
        value = given ?? usual
    }

    /// A member that is left out where it has its usual value, and else lies within `range`.
    package mutating func unusual<Value: MemberValue & Comparable>(
        _ key: StaticString, _ value: inout Value, usually usual: Value, in range: ClosedRange<Value>
    ) throws(Failure) {
        var given: Value? = value == usual ? nil : value
        try optional(key, &given, in: range)
        value = given ?? usual
    }

    /// A member that records of earlier versions may lack; `usual` is its value then.
    package mutating func required<Value: MemberValue>(
        _ key: StaticString, _ value: inout Value, orElse usual: @autoclosure () -> Value
    ) throws(Failure) {
        var given: Value? = value
        try nullable(key, &given)
        value = given ?? usual()
    }

    /// A member that records of earlier versions may lack, and else lies within `range`.
    package mutating func required<Value: MemberValue & Comparable>(
        _ key: StaticString, _ value: inout Value, orElse usual: Value, in range: ClosedRange<Value>
    ) throws(Failure) {
        var given: Value? = value
        try nullable(key, &given, in: range)
        value = given ?? usual
    }

    /// A member that must be there where another one is, and is `null` where that is nil.
    package mutating func required<Value: MemberValue, Other>(
        _ key: StaticString, _ value: inout Value, ifThereIs other: Other?
    ) throws(Failure) {
        if other == nil { derived(key, nil as Value?) } else { try required(key, &value) }
    }
}
