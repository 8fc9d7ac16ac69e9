package import ALCFRecord
import ALCFSystem

/// A study in one file that others can check: its plan, chain, signature, records and reports, and what repositories
/// want to know. Only files that a study has are taken, so that nothing gets in by being in the folder.
package struct StudyArchive: Sendable {
    /// The archive: a tar file, the same for the same study, program and description.
    package let bytes: [UInt8]
    /// The files in it.
    package let names: [String]
    /// Files of the folder that are not in it.
    package let leftOut: [String]
    /// Whether it has a citation.
    package let hasCitation: Bool

    /// Packs a study.
    ///
    /// - Parameters:
    ///   - study: the check of the study, good or not.
    ///   - description: authors, title and licence.
    ///   - tool: this program, as in `alcf 0.1.0`.
    /// - Throws: ``BenchError`` where a file cannot be read or a path is too long.
    package init(_ study: StudyVerification, _ description: StudyDescription, tool: String) throws(BenchError) {
        let linked = Set(study.chain.links.compactMap(\.file))
        var files: [(name: String, bytes: [UInt8])] = []
        var leftOut: [String] = study.files.strange.map(\.name.safeOnOneLine)
        for name in study.files.names where !StudyLayout.Archive.all.contains(name) && name != StudyLayout.lock {
            // A session under way gives neither its record nor a report of it.
            let folder = name.split(separator: "/").dropLast().joined(separator: "/")
            let isTaken = StudyLayout.isKnown(name) && (folder.isEmpty || linked.contains(folder + "/run.jsonl"))
            if isTaken { files.append((name, try study.files.read(name))) } else { leftOut.append(name) }
        }
        files.append((StudyLayout.Archive.methods, Array(StudyMethods.text(study).utf8)))
        files.append((StudyLayout.Archive.software, Array(StudySoftware.text(study).utf8)))
        let citation = CitationFile.text(description, plan: study.plan, head: study.chain.head)
        if let citation { files.append((StudyLayout.Archive.citation, Array(citation.utf8))) }
        let crate = try ResearchCrate.text(study, description, files: files, tool: tool)
        files.insert((StudyLayout.Archive.crate, Array(crate.utf8)), at: 0)
        let folder = study.plan?.name ?? "study"
        let archive = TarArchive(files.map { TarArchive.Entry(name: "\(folder)/\($0.name)", bytes: $0.bytes[...]) })
        do { bytes = try archive.bytes(time: Int(clamping: study.chain.links.last?.time ?? 0)) } catch {
            throw BenchError(.recordWrite, error.message)
        }
        names = files.map(\.name)
        self.leftOut = leftOut
        hasCitation = citation != nil
    }
}
