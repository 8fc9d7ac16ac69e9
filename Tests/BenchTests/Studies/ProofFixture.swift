import ALCFJSON
import ALCFSystem
import Synchronization
import TestSupport

@testable import ALCFRecord
@testable import ALCFReport

/// A study of four sessions made by hand: the first and the third were measured, the second was missed, and the fourth could not
/// be measured. Its records are those of ``Fixture``, at the times and with the seeds and options of the plan.
struct ProofFixture {
    /// The files, by their paths from the study's folder.
    var files: [String: [UInt8]] = [:]
    var chain: Chain
    let plan: StudyPlan

    /// The study, made once: its reports take a second.
    static func good() throws -> ProofFixture { try made.get() }

    private static let made = Result { try ProofFixture() }

    /// A day after the last session.
    static let now = Double(PlanFixture.first + 5 * 86_400)

    init(name: String = "winter", study: UInt64 = 0) throws {
        var plan = PlanFixture.plan(sessions: 4, every: 86_400)
        plan.name = name
        plan.options = BenchmarkOptions(samples: 8, runs: 2, maxTokens: 512, seed: 100 + study)
        let hash = try StudyPrompts.hash(Fixture.record().manifest.prompts)
        for index in plan.sessions.indices {
            plan.sessions[index].prompts = 8
            plan.sessions[index].promptsHash = hash
        }
        self.plan = plan
        files[StudyLayout.plan] = plan.bytes
        chain = try Chain(plan: plan.bytes, time: Double(plan.created))
        try addRecord(1)
        try addReports(1)
        try link(.session, 1)
        try chain.append(.missed, session: 2, time: Double(plan.sessions[2].due), note: "not begun in its window")
        try addRecord(3)
        try addReports(3)
        try link(.session, 3)
        try addRecord(4)
        files[StudyLayout.record(4)]?.removeLast(50)
        try addReports(4)
        try link(.failed, 4, note: "the service did not answer")
        try addReport()
        files[StudyLayout.lock] = []
        writeChain()
    }

    /// The record of a session.
    func record(_ session: Int) throws -> Record {
        var record = Fixture.record()
        let options = plan.options(session)
        record.manifest.toolVersion = "alcf 0.1.0"
        for index in record.samples.indices { record.samples[index].trace.end? += Double(session) / 1e4 }
        record.manifest.seed = options.seed
        record.manifest.startedAt = Double(plan.sessions[session - 1].due + 20)
        record.manifest.design = options.design
        record.manifest.design.merge(plan.judged)
        record.manifest.design.study = try BenchError.hash(plan.bytes)
        record.manifest.design.studySession = session
        return record
    }

    mutating func addRecord(_ session: Int, _ change: (inout Record) -> Void = { _ in }) throws {
        var record = try record(session)
        change(&record)
        files[StudyLayout.record(session)] = Fixture.lines(record)
    }

    mutating func link(_ kind: ChainLink.Kind, _ session: Int, note: String? = nil) throws {
        let file = StudyLayout.record(session)
        try chain.append(
            kind, session: session, file: (file, files[file] ?? []),
            time: Double(plan.sessions[session - 1].due + 3000), note: note)
    }

    mutating func writeChain() { files[StudyLayout.chain] = chain.bytes }

    /// The reports of a session, as they follow from its record.
    mutating func addReports(_ session: Int) throws {
        let file = StudyLayout.record(session)
        let analysis = Self.analyse(try RecordReader.parse(files[file] ?? [], name: file))
        add(analysis.document, StudyLayout.folder(session) + "/run")
    }

    /// The report of all sessions.
    mutating func addReport() throws {
        writeChain()
        let sessions = Self.verified(try opened()).sessions
        add(plan.report(of: sessions), StudyLayout.report)
    }

    private mutating func add(_ document: Document, _ name: String) {
        for (ending, form) in StudyLayout.reportForms { files[name + ending] = Array(form.text(document).utf8) }
    }

    /// Writes the links anew from one on, as a forger would, with whatever files there are now.
    mutating func rechain(_ links: [ChainLink]) throws {
        chain = try Chain(plan: files[StudyLayout.plan] ?? [], time: links[0].time)
        for link in links.dropFirst() {
            try chain.append(
                link.kind, session: link.session ?? 0, file: link.file.map { ($0, files[$0] ?? []) }, time: link.time,
                note: link.note)
        }
        writeChain()
    }

    static let expectations = StudyVerification.Expectations(now: now, toolVersion: "alcf 0.1.0")

    /// The files, as those of a folder or archive.
    func opened() throws -> StudyFiles {
        let folder = try TemporaryDirectory()
        try write(to: folder.path)
        let files = try StudyFiles(folder: folder.path)
        // The folder is there for as long as its files are read.
        return StudyFiles(files, keeping: folder)
    }

    func write(to folder: String) throws {
        for (name, bytes) in files { try AtomicFile.write(bytes, to: "\(folder)/\(name)") }
    }

    func verified(_ change: (inout StudyVerification.Expectations) -> Void = { _ in }) throws -> StudyVerification {
        var expectations = Self.expectations
        change(&expectations)
        return StudyVerification(try opened(), expectations, analyse: Self.analyse)
    }

    /// The check of these files.
    static func verified(_ files: StudyFiles) -> StudyVerification {
        StudyVerification(files, expectations, analyse: analyse)
    }

    /// The analysis of a record, made once: most studies here have the same records but for one line.
    private static func analyse(_ record: Record) -> Analysis {
        if let known = analyses.withLock({ $0[record] }) { return known }
        let new = Analysis(record)
        analyses.withLock { $0[record] = new }
        return new
    }

    private static let analyses = Mutex<[Record: Analysis]>([:])
}

extension StudyFiles {
    /// The same files, whose folder is kept for as long as they are.
    init(_ files: StudyFiles, keeping folder: TemporaryDirectory) {
        self.init(files) { name throws(BenchError) in
            defer { withExtendedLifetime(folder) {} }
            return try files.read(name)
        }
    }
}
