package import ALCFRecord
import ALCFSystem
import Glibc

extension ComparedRun {
    /// Reads one side of a comparison: a record, another tool's result file, or a study's folder, whose sessions become
    /// one record.
    ///
    /// - Throws: ``BenchError`` naming what cannot be read, and what it may be.
    package init(reading path: String) throws(BenchError) {
        var folder = UserPath.expanded(path)
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            self.init(name: path, record: try ResultFiles.read([path]))
            return
        }
        while folder.utf8.count > 1, folder.utf8.last == UInt8(ascii: "/") { folder.removeLast() }
        guard access(folder + "/" + StudyLayout.plan, F_OK) == 0 else {
            throw BenchError(
                .recordRead, "'\(path)' is a folder without \(StudyLayout.plan), and so no study",
                remedy: "Give a record (NAME.jsonl), a result file, or the folder of a study.")
        }
        try self.init(name: path, study: RecordedStudy(folder: folder))
    }

    /// The sessions of a study that its chain has and that are valid; what is left out is noted.
    private init(name: String, study: RecordedStudy) throws(BenchError) {
        // Few resamples: no interval of a session by itself is used.
        let sessions = try study.sessions(try study.chain()) { Analysis($0, sessions: nil, resamples: 100) }
        var notes: [String] = []
        var records: [(name: String, record: Record)] = []
        for session in sessions {
            let reason: String
            switch session.outcome {
            case .measured(let analysis):
                let record = analysis.record
                if record.samples.contains(where: { $0.phase == .measured && $0.outcome.isSuccess }) {
                    records.append(("\(name)/\(session.label)", record))
                    continue
                }
                reason = "no request was answered"
            case .invalid(_, let why): reason = "it is INVALID, as \(why)"
            case .failed(let why): reason = "it failed (\(why))"
            case .missed: reason = "it was missed"
            }
            notes.append("\(name), session \(session.number) is left out: \(reason).")
        }
        let open = study.plan.sessions.count - sessions.count
        if open > 0 {
            notes.append(
                "\(name): \(open) of \(NumberText.count(study.plan.sessions.count, "session")) "
                    + "\(open == 1 ? "is" : "are") not over yet, by its chain, and left out.")
        }
        guard let first = records.first else {
            throw BenchError(
                .recordRead, "'\(name)' holds no session that was measured", remedy: notes.joined(separator: " "))
        }
        self.init(
            name: name, record: records.count == 1 ? first.record : try Record.merging(records), notes: notes)
    }
}
