import ALCFRecord
import ALCFSystem

extension StudyVerification {
    /// Seconds for which a record without a link counts as that of a session that is under way.
    private static let underWay = 86_400.0

    /// Looks for files that the chain does not have.
    mutating func checkFiles() {
        for (name, reason) in files.strange {
            let name = name.safeOnOneLine
            if files.isArchive || StudyLayout.isKnown(name) {
                add(StudyFinding(.extraFile, file: name, "\(name) \(reason)"))
            } else {
                note("\(name) \(reason): it was not looked at.")
            }
        }
        let linked = Set(chain.links.compactMap(\.file))
        var others: [String] = []
        for name in files.names where !linked.contains(name) {
            if let session = StudyLayout.session(ofRecord: name) {
                checkUnlinked(name, session)
            } else if StudyLayout.isKnown(name) {
                continue
            } else if files.isArchive || name.hasSuffix(".jsonl") {
                add(StudyFinding(.extraFile, file: name, "\(name) is there, and is no file of this study"))
            } else {
                others.append(name)
            }
        }
        if !others.isEmpty {
            let list = others.prefix(5).joined(separator: ", ") + (others.count > 5 ? ", …" : "")
            note(
                "\(NumberText.count(others.count, "other file")) in the folder \(others.count == 1 ? "is" : "are") no part of the study: \(list)."
            )
        }
    }

    /// A record that no link names: of a session that is being measured, or one that was left out.
    private mutating func checkUnlinked(_ name: String, _ session: Int) {
        let isOpen =
            !chain.links.contains { $0.session == session && ($0.kind != .failed || $0.file != nil) }
            && session <= plan?.sessions.count ?? 0
        let started = (try? files.read(name)).flatMap { try? RecordReader.parse($0, name: name) }?.manifest.startedAt
        if isOpen, !files.isArchive, let started, abs(expectations.now - started) < Self.underWay {
            return note("\(name) is not in the chain yet: session \(session) is under way, or was cut off.")
        }
        add(
            StudyFinding(
                .extraFile, session: session, file: name, "\(name) is a record that the chain does not have"))
    }
}
