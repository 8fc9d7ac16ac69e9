package import ALCFJSON

/// A type that is an object in a record. Its members are described once, in ``visit(_:)``, for writing and for reading.
package protocol RecordObject: MemberValue {
    /// A value whose members are all still to be read.
    static var blank: Self { get }
    /// Shows each member to a visitor, in the order in which they are written. A visitor that writes sets each member
    /// to the value it has, so that this must change nothing.
    mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure)
}

extension RecordObject {
    /// As one JSON object.
    public var json: JSONValue { .object(written(into: JSONObject())) }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming the member that is missing, of another kind or beyond its limits.
    @inline(__always)  // So that a visit is compiled for the type and the visitor: records have many lines.
    public init(json: JSONValue) throws(JSONError) {
        guard json.object != nil else { throw JSONError(.mismatch, "must be an object, and is \(json.kind)") }
        self = .blank
        var reader = MemberReader(json)
        try visit(&reader)
    }

    /// Its members, added to `output`.
    @inline(__always)
    func written<Output: JSONMembers>(into output: Output) -> Output {
        var writer = MemberWriter(output)
        // A visitor that writes changes nothing.
        var members = self
        members.visit(&writer)
        return writer.output
    }
}
