package import ALCFRecord

/// The record of one of several processes that shared a run, with what lies beside it.
package struct RankRecord: Sendable {
    /// The name of its file.
    package var file: String
    /// Its content.
    package var record: Record
    /// Requests that were begun, by number, each with when: see ``BegunRequests``.
    package var begun: [Int: Double]

    /// A record with these parts.
    package init(file: String, record: Record, begun: [Int: Double] = [:]) {
        self.file = file
        self.record = record
        self.begun = begun
    }

    /// Reads the record of a file.
    ///
    /// - Throws: ``BenchError`` where it is none.
    package init(path: String) throws(BenchError) {
        self.init(file: path, record: try RecordReader.read(path: path), begun: BegunRequests.read(besides: path))
    }

    /// The rank; nil for the record of a single process.
    package var mark: RankMark? { record.manifest.rank }
}
