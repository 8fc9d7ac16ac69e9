import ALCFJSON

/// Writes the members of a ``RecordObject``: into a tree, or, without one, into a line of text. It is inlined, since
/// lines of requests are written while others are measured.
struct MemberWriter<Output: JSONMembers>: MemberVisitor {
    private(set) var output: Output

    init(_ output: Output) { self.output = output }

    static var isWriter: Bool { true }

    mutating func type(_ word: String, orElse message: String) { output.add("type", word) }

    @inline(__always)
    mutating func required<Value: MemberValue>(_ key: StaticString, _ value: inout Value) {
        value.add(to: &output, as: key)
    }

    @inline(__always)
    mutating func required<Value: MemberValue & Comparable>(
        _ key: StaticString, _ value: inout Value, in range: ClosedRange<Value>
    ) {
        value.add(to: &output, as: key)
    }

    @inline(__always)
    mutating func nullable<Value: MemberValue>(_ key: StaticString, _ value: inout Value?) {
        add(key, value)
    }

    @inline(__always)
    mutating func nullable<Value: MemberValue & Comparable>(
        _ key: StaticString, _ value: inout Value?, in range: ClosedRange<Value>
    ) {
        add(key, value)
    }

    mutating func converted<Value: MemberValue, Kept>(
        _ key: StaticString, _ kept: inout Kept, to write: (Kept) -> Value,
        from read: (Value) throws(JSONError) -> Kept
    ) {
        write(kept).add(to: &output, as: key)
    }

    @inline(__always)
    mutating func derived<Value: MemberValue>(_ key: StaticString, _ value: @autoclosure () -> Value?) {
        add(key, value())
    }

    @inline(__always)
    private mutating func add<Value: MemberValue>(_ key: StaticString, _ value: Value?) {
        if let value { value.add(to: &output, as: key) } else { output.add(key, nil as Int?) }
    }
}
