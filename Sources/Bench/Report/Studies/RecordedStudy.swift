package import ALCFRecord
import ALCFSystem

/// A study in its folder: the plan that its chain begins with, and the records that the chain names.
package struct RecordedStudy: Sendable {
    /// The path, without a slash at its end.
    package let path: String
    /// The plan.
    package let plan: StudyPlan
    /// SHA-256 of the plan's file.
    package let planHash: String

    /// Reads the plan of a study, and holds it against the chain's first link.
    ///
    /// - Throws: ``BenchError`` where there is no study, or its plan is not the one that the study began with.
    package init(folder: String) throws(BenchError) {
        path = folder
        (plan, planHash) = try StudyPlan.read(path: path + "/" + StudyLayout.plan)
        let planned = try ChainFile.read(in: path).planHash
        guard planned == planHash else {
            throw BenchError(
                .studyPlan,
                "\(path)/\(StudyLayout.plan) is not the plan that this study began with: its SHA-256 is \(planHash.prefix(16))…, and the "
                    + "chain begins with \(planned.prefix(16))…",
                remedy: "Put the original back. Another plan is another study: alcf benchmark study init NAME")
        }
    }

    /// Reads the chain.
    ///
    /// - Throws: ``BenchError`` where it is not as it must be.
    package func chain() throws(BenchError) -> Chain { try ChainFile.read(in: path) }

    /// Returns what became of each session that the chain has.
    ///
    /// - Parameter analyse: makes the analysis of a record.
    /// - Throws: ``BenchError`` where a record is not the one that the chain names.
    package func sessions(
        _ chain: Chain, analyse: (Record) -> Analysis = { Analysis($0) }
    ) throws(BenchError) -> [StudySession] {
        try StudySessions.all(plan, chain, analyse: analyse) { link throws(BenchError) in try record(link) }
    }

    private func record(_ link: ChainLink) throws(BenchError) -> Record {
        let path = self.path + "/" + (link.file ?? "")
        let bytes: [UInt8]
        do { bytes = try FileContents(path: path, limit: StudyFiles.Limits.bytes).bytes } catch {
            throw BenchError(.recordRead, "\(error)", remedy: verification, underlying: error)
        }
        guard try BenchError.hash(bytes) == link.sha256 else {
            throw BenchError(
                .recordRead, "\(path) is not the record that was measured: it was changed since",
                remedy: verification)
        }
        return try RecordReader.parse(bytes, name: path)
    }

    private var verification: String { "See what is wrong: alcf benchmark study verify \(path.shellQuoted)" }
}
