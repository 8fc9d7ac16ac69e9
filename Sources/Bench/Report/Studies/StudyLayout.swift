/// The names of a study's files, from its folder.
package enum StudyLayout {
    /// The plan.
    package static let plan = "plan.json"
    /// The chain.
    package static let chain = "chain.jsonl"
    /// The signature of the chain.
    package static let signature = "chain.jsonl.sig"
    /// The lock of the process that works on the study.
    package static let lock = "lock"

    /// The report of all sessions, without an ending.
    package static let report = "report"
    /// The endings of a report's files, and their forms.
    package static let reportForms: [(ending: String, form: DocumentForm)] = [
        (".json", .json), (".md", .markdown), (".html", .html),
    ]
    /// The files that an archive has besides.
    package enum Archive {
        /// The methods in words.
        package static let methods = "methods.txt"
        /// The versions of the programs that measured.
        package static let software = "software.json"
        /// The description for repositories, after RO-Crate 1.1.
        package static let crate = "ro-crate-metadata.json"
        /// The citation, after the Citation File Format 1.2.
        package static let citation = "CITATION.cff"

        static let all = [methods, software, crate, citation]
    }

    /// The folder of a session, as in `session-01`.
    package static func folder(_ session: Int) -> String { "session-\(session < 10 ? "0" : "")\(session)" }

    /// The record of a session, as in `session-01/run.jsonl`.
    package static func record(_ session: Int) -> String { folder(session) + "/run.jsonl" }

    /// The number of the session whose record is called so; nil for any other file.
    static func session(ofRecord path: String) -> Int? {
        guard path.hasPrefix("session-"), path.hasSuffix("/run.jsonl") else { return nil }
        guard let number = Int(path.dropFirst("session-".count).prefix { $0 != "/" }), number > 0 else { return nil }
        return path == record(number) ? number : nil
    }

    /// Whether a file is one that a study has: of others, nothing is packed.
    static func isKnown(_ path: String) -> Bool {
        let reports = reportForms.map(\.ending)
        if [plan, chain, signature, lock].contains(path) || Archive.all.contains(path) { return true }
        if reports.contains(where: { path == report + $0 }) || session(ofRecord: path) != nil { return true }
        guard let ending = reports.first(where: { path.hasSuffix("/run" + $0) }) else { return false }
        return session(ofRecord: path.dropLast(ending.count) + ".jsonl") != nil
    }

    /// Whether a path leads to a file below the study's folder, and is written in the only way there is: no part is
    /// empty, `.` or `..`, and there is no backslash, control character, or byte beyond ASCII.
    package static func isInside(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return !path.isEmpty && path.utf8.count <= Chain.Limits.path
            && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
            && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }
}
