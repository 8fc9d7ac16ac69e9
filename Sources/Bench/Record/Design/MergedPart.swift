public import ALCFJSON

/// One of the records that were merged: an element of ``DesignMembers/merged``.
public struct MergedPart: Sendable, Hashable {
    /// The name of its file.
    public var file: String?
    /// The machine its requests were sent from.
    public var host: String?
    /// When it began, in seconds since 1970.
    public var startedAt: Double?
    /// Its seed.
    public var seed: String?
    /// Addresses that its requests went to, by target.
    public var urls: JSONObject?
    /// Number of its requests.
    public var samples: Int?
    /// SHA-256 of its data set.
    public var dataSet: String?

    /// The part that a record becomes.
    public init(_ record: Record, file: String) {
        let manifest = record.manifest
        self.file = file
        host = manifest.host
        startedAt = manifest.startedAt
        seed = String(manifest.seed)
        urls = JSONObject(manifest.targets.map { ($0.name, .string($0.url)) })
        samples = record.samples.count
        dataSet = manifest.dataSet.sha256
    }

    private init() {}
}

extension MergedPart: RecordObject {
    /// Nothing is known.
    public static var blank: MergedPart { MergedPart() }

    /// Its members.
    public mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.nullable("file", &file)
        try members.nullable("host", &host)
        try members.nullable("started_at", &startedAt)
        try members.nullable("seed", &seed)
        try members.nullable("urls", &urls)
        try members.nullable("samples", &samples)
        try members.nullable("data_set", &dataSet)
    }
}
