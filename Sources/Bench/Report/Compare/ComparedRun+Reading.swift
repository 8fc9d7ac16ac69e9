package import ALCFRecord
import ALCFSystem
import Glibc

extension ComparedRun {
    /// Reads one side of a comparison: a record, another tool's result file, or a study's folder, whose sessions become
    /// one record.
    ///
    /// - Throws: ``BenchError`` naming what cannot be read, and what it may be.
    package init(reading path: String) throws(BenchError) {
        guard let sessions = Self.sessions(UserPath.expanded(path)) else {
            self.init(name: path, record: try ResultFiles.read([path]))
            return
        }
        var notes: [String] = []
        var records: [(name: String, record: Record)] = []
        for file in sessions {
            let record: Record
            do throws(BenchError) { record = try RecordReader.read(path: file) } catch {
                notes.append("\(file) is left out: \(error.message).")
                continue
            }
            if Analysis(record, sessions: nil, resamples: 100).instrument.isInvalid {
                notes.append("\(file) is left out: it is INVALID.")
            } else if !record.samples.contains(where: { $0.phase == .measured && $0.outcome.isSuccess }) {
                notes.append("\(file) is left out: no request was answered.")
            } else {
                records.append((file, record))
            }
        }
        guard let first = records.first else {
            throw BenchError(
                .recordRead, "\(path) holds no session that was measured",
                remedy: notes.isEmpty
                    ? "Give a record, a result file, or a study's folder with session-01/run.jsonl and so on."
                    : notes.joined(separator: " "))
        }
        self.init(
            name: path, record: records.count == 1 ? first.record : try Record.merging(records), notes: notes)
    }

    /// The records of a study's sessions, `session-01/run.jsonl` and so on, in their order; nil if the path is no
    /// folder.
    private static func sessions(_ path: String) -> [String]? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
        return (1...mostSessions).map { "\(path)/session-\($0 < 10 ? "0" : "")\($0)/run.jsonl" }
            .filter { access($0, F_OK) == 0 }
    }

    private static let mostSessions = 1_000
}
