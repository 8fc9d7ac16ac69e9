/// One of several result files that were read together: an element of ``DesignMembers/files``.
public struct ImportedPart: Sendable, Hashable {
    /// The file's name.
    public var file: String?
    /// The targets that are from it.
    public var targets: [String]?
    /// When it began, in seconds since 1970; nil where not known.
    public var startedAt: Double?

    /// A file with these targets.
    public init(file: String?, targets: [String]?, startedAt: Double?) {
        self.file = file
        self.targets = targets
        self.startedAt = startedAt
    }
}

extension ImportedPart: RecordObject {
    /// Nothing is known.
    public static var blank: ImportedPart { ImportedPart(file: nil, targets: nil, startedAt: nil) }

    /// Its members.
    public mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.nullable("file", &file)
        try members.nullable("targets", &targets)
        try members.nullable("started_at", &startedAt)
    }
}
