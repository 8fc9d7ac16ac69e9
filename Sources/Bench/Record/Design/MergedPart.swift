package import ALCFJSON

/// One of the records that were merged: an element of ``DesignMembers/merged``.
package struct MergedPart: Sendable, Hashable {
    /// The name of its file.
    package var file: String?
    /// The machine its requests were sent from.
    package var host: String?
    /// When it began, in seconds since 1970.
    package var startedAt: Double?
    /// Its seed.
    package var seed: String?
    /// Addresses that its requests went to, by target.
    package var urls: JSONObject?
    /// Number of its requests.
    package var samples: Int?
    /// SHA-256 of its data set.
    package var dataSet: String?

    /// The part that a record becomes.
    package init(_ record: Record, file: String) {
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
    package static var blank: MergedPart { MergedPart() }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.nullable("file", &file)
        try members.nullable("host", &host)
        try members.nullable("started_at", &startedAt)
        try members.nullable("seed", &seed)
        try members.nullable("urls", &urls)
        try members.nullable("samples", &samples)
        try members.nullable("data_set", &dataSet)
    }
}
