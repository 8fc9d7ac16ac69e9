/// One of several result files that were read together: an element of ``DesignMembers/files``.
package struct ImportedPart: Sendable, Hashable {
    /// The file's name.
    package var file: String?
    /// The targets that are from it.
    package var targets: [String]?
    /// When it began, in seconds since 1970; nil where not known.
    package var startedAt: Double?

    /// A file with these targets.
    package init(file: String?, targets: [String]?, startedAt: Double?) {
        self.file = file
        self.targets = targets
        self.startedAt = startedAt
    }
}

extension ImportedPart: RecordObject {
    /// Nothing is known.
    package static var blank: ImportedPart { ImportedPart(file: nil, targets: nil, startedAt: nil) }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.nullable("file", &file)
        try members.nullable("targets", &targets)
        try members.nullable("started_at", &startedAt)
    }
}
