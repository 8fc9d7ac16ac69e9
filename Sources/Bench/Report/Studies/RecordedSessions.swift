package import ALCFRecord

/// Records that were measured one by one, read as the sessions of a study that nobody planned.
package enum RecordedSessions {
    /// The sessions in the order in which they began; nil unless all files are records of this program with a target in
    /// common, so that they are to be compared with each other.
    ///
    /// - Throws: ``BenchError`` for a file that cannot be read, and where a session is there twice.
    package static func sessions(_ paths: [String]) throws(BenchError) -> [StudySession]? {
        guard paths.count > 1 else { return nil }
        var records: [(name: String, record: Record)] = []
        for path in paths {
            guard let record = try ResultFiles.record(path) else { return nil }
            records.append((path, record))
        }
        let targets = records.map { Set($0.record.manifest.targets.map(\.name)) }
        guard let first = targets.first, !targets.dropFirst().reduce(first, { $0.intersection($1) }).isEmpty else {
            return nil
        }
        try requireOnce(records)
        let sorted = records.sorted {
            (StudySession.time($0.record.manifest), $0.name) < (StudySession.time($1.record.manifest), $1.name)
        }
        return sorted.enumerated().map { index, entry in
            StudySession(number: index + 1, label: entry.name, analysis: Analysis(entry.record))
        }
    }

    /// - Throws: ``BenchError`` where two records are the same, or hold the same session.
    private static func requireOnce(_ records: [(name: String, record: Record)]) throws(BenchError) {
        var seen: [String: String] = [:]
        for (index, (name, record)) in records.enumerated() {
            if let twin = records[..<index].first(where: { $0.record == record }) {
                throw BenchError(
                    .recordRead, "\(name) and \(twin.name) are the same record", remedy: "Give each session once.")
            }
            for mark in record.sessionMarks(Sessions(record).labels) {
                if let other = seen.updateValue(name, forKey: mark) {
                    throw BenchError(
                        .recordRead, "\(name) and \(other) hold the same session", remedy: "Give each session once.")
                }
            }
        }
    }
}
