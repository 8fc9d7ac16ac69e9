package import ALCFRecord
import ALCFSystem

/// The check of a study from its raw records to the last figure of its report. It changes nothing, and goes on after
/// a finding, so that all are listed.
package struct StudyVerification: Sendable {
    /// Knowledge from elsewhere that the study is held against.
    package struct Expectations: Sendable {
        /// SHA-256 of the plan, or its beginning; nil where none was noted.
        package var planHash: String?
        /// SHA-256 of a line of the chain, or its beginning: the last one, or an earlier one.
        package var head: String?
        /// The time, in seconds since 1970.
        package var now: Double
        /// The version of this program, as in `alcf 0.1.0`.
        package var toolVersion: String

        /// Nothing is known.
        package init(planHash: String? = nil, head: String? = nil, now: Double, toolVersion: String) {
            self.planHash = planHash
            self.head = head
            self.now = now
            self.toolVersion = toolVersion
        }
    }

    let files: StudyFiles
    let expectations: Expectations
    /// Makes the analysis of a record.
    let analyse: @Sendable (Record) -> Analysis
    /// The plan; nil where it cannot be read.
    package internal(set) var plan: StudyPlan?
    /// SHA-256 of the plan's file.
    package internal(set) var planHash = ""
    /// The chain, as far as it can be read.
    package internal(set) var chain = Chain(links: [], head: "")
    /// SHA-256 of each line of the chain.
    var hashes: [String] = []
    /// The sessions that the chain has something of, in order: what the report is made from.
    package internal(set) var sessions: [StudySession] = []
    /// The analysis of each record that the chain names, by session.
    var analyses: [Int: Analysis] = [:]
    /// Requests in the records of measured sessions.
    package internal(set) var requests = 0
    /// Reports whose figures were computed again.
    package internal(set) var reports: [String] = []
    /// Everything that is not as it must be.
    package internal(set) var findings: [StudyFinding] = []
    /// Remarks about what is no fault.
    package internal(set) var notes: [String] = []

    /// Checks a study.
    ///
    /// - Parameter analyse: makes the analysis of a record; another one serves those who check many studies of the same
    ///   records.
    package init(
        _ files: StudyFiles, _ expectations: Expectations,
        analyse: @escaping @Sendable (Record) -> Analysis = { Analysis($0) }
    ) {
        self.files = files
        self.analyse = analyse
        self.expectations = expectations
        checkPlan()
        checkChain()
        checkSlots()
        checkRecords()
        checkReports()
        checkFiles()
    }

    /// Whether nothing was found.
    package var isVerified: Bool { findings.isEmpty }

    /// Adds a finding, as of a signature.
    package mutating func add(_ finding: StudyFinding) { findings.append(finding) }

    /// Adds a remark.
    package mutating func note(_ text: String) { notes.append(text) }

    // MARK: The plan

    private mutating func checkPlan() {
        let bytes: [UInt8]
        do {
            bytes = try files.read(StudyLayout.plan)
            planHash = try BenchError.hash(bytes)
        } catch { return add(StudyFinding(.plan, file: StudyLayout.plan, "the plan is missing: \(error.message)")) }
        do { plan = try StudyPlan.parse(bytes, name: StudyLayout.plan) } catch {
            add(StudyFinding(.plan, file: StudyLayout.plan, error.message))
        }
        if let noted = expectations.planHash, !planHash.hasPrefix(noted.lowercased()) {
            add(
                StudyFinding(
                    .plan, file: StudyLayout.plan,
                    "the plan is not the one that was noted: its SHA-256 is \(planHash), and \(noted) was expected"))
        }
    }

    // MARK: The chain

    private mutating func checkChain() {
        let reading: ChainReading
        do { reading = try ChainReading(try files.read(StudyLayout.chain)) } catch {
            return add(StudyFinding(.chain, file: StudyLayout.chain, "the chain is missing: \(error.message)"))
        }
        chain = reading.chain
        hashes = reading.hashes
        for fault in reading.faults {
            add(StudyFinding(.chain, file: StudyLayout.chain, "\(StudyLayout.chain), \(fault.message)"))
        }
        if reading.tornBytes > 0 {
            note(
                "The last line of \(StudyLayout.chain) is cut off after \(reading.tornBytes) bytes, as by a power failure; the links "
                    + "before it are whole.")
        }
        if let link = chain.links.first, link.kind == .plan, link.sha256 != planHash, !planHash.isEmpty {
            add(
                StudyFinding(
                    .plan, file: StudyLayout.plan,
                    "the plan was changed after the study began: \(StudyLayout.plan) has SHA-256 \(planHash.prefix(16))…, and the chain begins "
                        + "with \((link.sha256 ?? "none").prefix(16))…"))
        }
        if let head = expectations.head, !hashes.contains(where: { $0.hasPrefix(head.lowercased()) }) {
            add(
                StudyFinding(
                    .head, file: StudyLayout.chain,
                    "the chain was written anew: no link of it has the noted hash \(head); it ends in \(chain.head)"))
        }
    }

    /// The link that ``Expectations/head`` names; nil for none.
    package var notedLink: Int? {
        expectations.head.flatMap { head in hashes.firstIndex { $0.hasPrefix(head.lowercased()) } }
    }
}
