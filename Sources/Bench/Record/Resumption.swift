/// The continuation of a run after it had been cut off: a line of the record.
package struct Resumption: Sendable, Hashable {
    /// The line's type.
    package static let type = "resumed"

    /// Time in seconds since the run's anchor.
    package var at: Double
    /// The version of the tool that went on.
    package var toolVersion: String?
    /// Requests that were recorded by then.
    package var recorded: Int?

    /// A resumption at that instant.
    package init(at: Double, toolVersion: String? = nil, recorded: Int? = nil) {
        self.at = at
        self.toolVersion = toolVersion
        self.recorded = recorded
    }
}

extension Resumption: RecordObject {
    /// A resumption of which nothing is known.
    package static var blank: Resumption { Resumption(at: 0) }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.type(Self.type)
        try members.required("at", &at, in: Sample.Limits.seconds)
        try members.nullable("tool_version", &toolVersion)
        try members.nullable("recorded", &recorded, in: Sample.Limits.counts)
    }
}

extension RecordWriter {
    /// Adds that the run went on.
    ///
    /// - Throws: ``BenchError`` when the line cannot be written in full.
    package func append(_ resumption: Resumption) throws(BenchError) { try append(note: resumption.json) }
}
