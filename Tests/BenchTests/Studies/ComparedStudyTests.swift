import ALCFJSON
import ALCFSystem
import Glibc
import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport

/// Studies as sides of a comparison: their sessions are those of the chain.
@Suite struct ComparedStudyTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func path(_ study: ProofFixture) throws -> String {
        try study.write(to: folder.file("winter"))
        return folder.file("winter")
    }

    @Test func sessionsOfTheChainAreRead() throws {
        let study = try ProofFixture.good()
        let path = try path(study)
        for name in [path, path + "/"] {
            let run = try ComparedRun(reading: name)
            let (first, third) = (try study.record(1), try study.record(3))
            #expect(run.record.samples.count == first.samples.count + third.samples.count)
            #expect(Set(run.record.samples.map(\.session)) == [1, 2])
            #expect(
                run.notes == [
                    "\(name), session 2 is left out: it was missed.",
                    "\(name), session 4 is left out: it failed (the service did not answer).",
                ])
        }
        let text = MarkdownReport.text(
            try RunChange(
                old: ComparedRun(reading: path), new: ComparedRun(reading: path + "/" + StudyLayout.record(1))
            ).document)
        #expect(text.contains("session 2 is left out: it was missed"))
    }

    /// A record that the chain does not have is of no session, whatever its name is.
    @Test func whatIsNotInTheChainIsLeftOut() throws {
        var study = try ProofFixture.good()
        try study.rechain(Array(study.chain.links.prefix(2)))
        try study.addRecord(2)
        let path = try path(study)
        let run = try ComparedRun(reading: path)
        #expect(run.record == (try study.record(1)))
        #expect(run.notes == ["\(path): 3 of 4 sessions are not over yet, by its chain, and left out."])
    }

    @Test func anInvalidSessionIsLeftOut() throws {
        var study = try ProofFixture.good()
        // An instrument that is 50 ms late, where Sophia's first token takes about 0.95 s.
        let spread: JSONValue = ["count": 12, "p50": 0.05, "p99": 0.05, "max": 0.05]
        var check = InstrumentCheck(.after, load: .short(for: BenchmarkOptions()))
        check.error = try InstrumentError(json: [
            "requests": 12, "failed": 0, "ttft": spread, "last_token": spread, "tpot": .null, "dispatch": spread,
        ])
        study.files[StudyLayout.record(3)]? += check.json.serializedBytes() + [0x0A]
        try study.rechain(study.chain.links)
        let notes = try ComparedRun(reading: try path(study)).notes
        #expect(notes.contains { $0.contains("session 3 is left out: it is INVALID, as ") }, "\(notes)")
    }

    @Test func whatWasChangedIsRefused() throws {
        var study = try ProofFixture.good()
        study.files[StudyLayout.record(3)]?.append(0x0A)
        let path = try path(study)
        let changed = #expect(throws: BenchError.self) { try ComparedRun(reading: path) }
        #expect(changed?.message.contains("is not the record that was measured") == true)
        #expect(changed?.remedy?.contains("study verify") == true)
        // Another plan is another study.
        var plan = study.plan
        plan.equivalence = 0.2
        try AtomicFile.write(plan.bytes, to: path + "/plan.json")
        #expect(throws: BenchError.self) { try ComparedRun(reading: path) }
        // A folder with a session in it is none.
        unlink(path + "/plan.json")
        let none = #expect(throws: BenchError.self) { try ComparedRun(reading: path) }
        #expect(none?.message == "'\(path)' is a folder without plan.json, and so no study")
    }

    @Test func aStudyOfWhichNothingWasMeasuredIsNone() throws {
        var study = try ProofFixture.good()
        try study.rechain(study.chain.links.filter { $0.kind != .session })
        let path = try path(study)
        let error = #expect(throws: BenchError.self) { try ComparedRun(reading: path) }
        #expect(error?.message == "'\(path)' holds no session that was measured")
        #expect(error?.remedy?.contains("session 4 is left out: it failed") == true)
    }
}
