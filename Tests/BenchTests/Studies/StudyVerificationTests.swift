import ALCFJSON
import ALCFSystem
import Glibc
import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport

/// Every way in which a study can be tampered with is found, and nothing is found in a good one.
@Suite struct StudyVerificationTests {
    private static func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

    /// A change of a study, and the finding that must be among those of it.
    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: StudyFinding.Kind
        let words: String
        let change: @Sendable (inout ProofFixture) throws -> Void

        init(
            _ name: String, _ kind: StudyFinding.Kind, _ words: String,
            _ change: @escaping @Sendable (inout ProofFixture) throws -> Void
        ) {
            testDescription = name
            self.kind = kind
            self.words = words
            self.change = change
        }
    }

    private static func edit(_ study: inout ProofFixture, _ file: String, _ old: String, _ new: String) throws {
        let text = text(study.files[file])
        try #require(text.contains(old), "\(file) has no \(old)")
        study.files[file] = Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
    }

    private static func links(_ study: ProofFixture) -> [ChainLink] { study.chain.links }

    static let tamperings: [Tampering] = [
        Tampering("a record's line is changed", .recordChanged, "session 3's record was changed (line 5)") { study in
            let file = StudyLayout.record(3)
            var lines = text(study.files[file]).split(separator: "\n", omittingEmptySubsequences: false).map(
                String.init)
            lines[4] = lines[4].replacing("\"completion_tokens\":", with: "\"completion_tokens\":1")
            study.files[file] = Array(lines.joined(separator: "\n").utf8)
        },
        Tampering("a record's line is left out", .recordChanged, "session 1's record was changed (line 9)") { study in
            let file = StudyLayout.record(1)
            var lines = text(study.files[file]).split(separator: "\n", omittingEmptySubsequences: false)
            lines.remove(at: 8)
            study.files[file] = Array(lines.joined(separator: "\n").utf8)
        },
        Tampering("a record is cut off", .recordChanged, "session 1's record was changed (cut off after line") {
            study in
            let file = StudyLayout.record(1)
            let lines = text(study.files[file]).split(separator: "\n")
            study.files[file] = Array((lines.dropLast().joined(separator: "\n") + "\n").utf8)
        },
        Tampering("a session's file is deleted", .recordMissing, "session 3's record is missing") {
            $0.files[StudyLayout.record(3)] = nil
        },
        Tampering("a session's link is deleted", .chain, "line 4: is link 4") { study in
            study.files[StudyLayout.chain] = links(study).filter { $0.session != 3 }.flatMap(\.line)
        },
        Tampering("a session's link is deleted, and its file is there", .extraFile, "session-03/run.jsonl is a record")
        {
            study in
            try study.rechain(links(study).filter { $0.session != 3 })
        },
        Tampering("link and file are deleted", .sessionLeftOut, "session 3 was left out") { study in
            for name in study.files.keys where name.hasPrefix("session-03/") { study.files[name] = nil }
            try study.rechain(links(study).filter { $0.session != 3 })
        },
        Tampering("the last session is deleted", .sessionLeftOut, "session 4 is not accounted for") { study in
            study.files[StudyLayout.record(4)] = nil
            try study.rechain(links(study).filter { $0.session != 4 })
        },
        Tampering("a missed session is deleted", .sessionLeftOut, "session 2 was left out") { study in
            try study.rechain(links(study).filter { $0.session != 2 })
        },
        Tampering("a bad session is called missed", .extraFile, "session-03/run.jsonl is a record") { study in
            try study.rechain(
                links(study).map {
                    $0.session == 3 ? ChainLink(number: 3, kind: .missed, session: 3, time: $0.time) : $0
                })
        },
        Tampering("links are reordered", .chain, "line 2: is link 3") { study in
            let links = links(study)
            study.files[StudyLayout.chain] = [0, 3, 2, 1, 4].flatMap { links[$0].line }
        },
        Tampering("links are reordered and written anew", .chain, "link 3 is of session 1, after one of session 3") {
            study in
            let links = links(study)
            try study.rechain([0, 3, 2, 1, 4].map { links[$0] })
        },
        Tampering("a link's note is changed", .chain, "line 4: does not follow from line 3") { study in
            try edit(&study, StudyLayout.chain, "not begun in its window", "not begun in his window")
        },
        Tampering("the plan is changed", .plan, "the plan was changed after the study began") { study in
            try edit(&study, StudyLayout.plan, "\"equivalence\": 0.05", "\"equivalence\": 0.5")
        },
        Tampering("the plan is changed, and the chain written anew", .recordForeign, "is of another study") { study in
            try edit(&study, StudyLayout.plan, "\"equivalence\": 0.05", "\"equivalence\": 0.5")
            try study.rechain(links(study))
        },
        Tampering("the plan is deleted", .plan, "the plan is missing") { $0.files[StudyLayout.plan] = nil },
        Tampering("the chain is deleted", .chain, "the chain is missing") { $0.files[StudyLayout.chain] = nil },
        Tampering("a record is of another study", .recordForeign, "session 3's record is of another study") { study in
            let other = try ProofFixture(name: "summer", study: 5)
            study.files[StudyLayout.record(3)] = other.files[StudyLayout.record(3)]
            try study.rechain(links(study))
        },
        Tampering("a record is of no study", .recordForeign, "is of no study") { study in
            try study.addRecord(3) { $0.manifest.design.study = nil }
            try study.rechain(links(study))
        },
        Tampering("a session's record is that of another", .sessionRepeated, "has the measurements of session 1") {
            study in
            study.files[StudyLayout.record(3)] = study.files[StudyLayout.record(1)]
            try study.rechain(links(study))
        },
        Tampering(
            "another session's requests under this one's head", .sessionRepeated, "has the measurements of session 1"
        ) {
            study in
            let samples = try study.record(1).samples
            try study.addRecord(3) { $0.samples = samples }
            try study.rechain(links(study))
        },
        Tampering("a session's record was another's number", .recordForeign, "is that of session 1") { study in
            try study.addRecord(3) { $0.manifest.design.studySession = 1 }
            try study.rechain(links(study))
        },
        Tampering("a session is repeated", .sessionRepeated, "session 3 is repeated: it is in links 3 and 4") { study in
            var links = links(study)
            links.insert(links[3], at: 4)
            try study.rechain(links)
        },
        Tampering("a session is added", .sessionUnplanned, "of session 5, and the plan has 4") { study in
            study.files[StudyLayout.record(5)] = study.files[StudyLayout.record(4)]
            var links = links(study)
            links.append(
                ChainLink(
                    number: 5, kind: .failed, session: 5, file: StudyLayout.record(5), sha256: "", time: links[4].time))
            try study.rechain(links)
        },
        Tampering("a session began before it was due", .time, "before it was due") { study in
            try study.addRecord(3) { $0.manifest.startedAt -= 60 }
            try study.rechain(links(study))
        },
        Tampering("a session began after its window", .time, "after its window") { study in
            try study.addRecord(3) { $0.manifest.startedAt += 7200 }
            try study.rechain(links(study))
        },
        Tampering("a session began before the plan was made", .time, "before the plan was made") { study in
            try study.addRecord(1) { $0.manifest.startedAt -= 86_400 }
            try study.rechain(links(study))
        },
        Tampering("another seed", .notAsPlanned, "has the seed 7, and the plan says 102") { study in
            try study.addRecord(3) { $0.manifest.seed = 7 }
            try study.rechain(links(study))
        },
        Tampering("other prompts", .notAsPlanned, "has other prompts") { study in
            try study.addRecord(3) { $0.manifest.prompts.swapAt(1, 2) }
            try study.rechain(links(study))
        },
        Tampering("other options", .notAsPlanned, "has max_tokens = 100, and the plan says 512") { study in
            try study.addRecord(3) { $0.manifest.design.maxTokens = 100 }
            try study.rechain(links(study))
        },
        Tampering("another model", .notAsPlanned, "has other targets, models or addresses") { study in
            try study.addRecord(3) { $0.manifest.targets[1].model = "tiny" }
            try study.rechain(links(study))
        },
        Tampering("a figure of a session's report", .figures, "session-01/run.json does not follow from the record") {
            study in
            let file = StudyLayout.folder(1) + "/run.json"
            let text = text(study.files[file])
            let place = try #require(text.firstRange(of: "\"ratio\": "))
            study.files[file] = Array((text[..<place.upperBound] + "9" + text[place.upperBound...]).utf8)
        },
        Tampering("a sentence of a report", .figures, "session-03/run.md does not follow from the record (line") {
            study in
            try edit(&study, StudyLayout.folder(3) + "/run.md", "Sophia", "Metis")
        },
        Tampering("a report of another record", .figures, "session-01/run.html does not follow") { study in
            study.files[StudyLayout.folder(1) + "/run.html"] = study.files[StudyLayout.folder(3) + "/run.html"]
        },
        Tampering("an extra record", .extraFile, "session-02/run.jsonl is a record that the chain does not have") {
            study in
            study.files[StudyLayout.record(2)] = study.files[StudyLayout.record(1)]
        },
        Tampering("an extra record of another name", .extraFile, "session-01/again.jsonl is there") { study in
            study.files["session-01/again.jsonl"] = study.files[StudyLayout.record(1)]
        },
    ]

    @Test(arguments: tamperings) func tamperingIsFound(_ tampering: Tampering) throws {
        var study = try ProofFixture.good()
        try tampering.change(&study)
        let verification = try study.verified()
        #expect(!verification.isVerified)
        #expect(
            verification.findings.contains { $0.kind == tampering.kind && $0.message.contains(tampering.words) },
            "found: \(verification.findings.map { "\($0.kind): \($0.message)" })")
    }

    @Test func nothingIsFoundInAGoodStudy() throws {
        let study = try ProofFixture.good()
        let verification = try study.verified()
        #expect(verification.findings.isEmpty && verification.notes.isEmpty, "\(verification.findings)")
        #expect(verification.requests == 64 && verification.reports.count >= 6)
        let text = TerminalReport.text(StudyVerificationReport(verification).document)
        #expect(text.contains("VERIFIED: 4 of 4 sessions (2 measured, 1 failed, 1 missed), 64 requests"))
        #expect(text.contains("were computed again from the records, and are the same"))
        #expect(text.contains("A chain shows that its parts fit together."))
        let json = JSONReport.json(StudyVerificationReport(verification).document)
        #expect(json["verified"] == true && json["findings"] == [] && json["requests"] == 64)
    }

    /// All of a study can be made anew by its author; only what was noted elsewhere shows it.
    @Test func aForgedChainIsFoundByWhatWasNoted() throws {
        let good = try ProofFixture.good()
        var forged = good
        try forged.addRecord(3) { record in
            for index in record.samples.indices { record.samples[index].trace.lastToken? += 0.001 }
        }
        try forged.addReports(3)
        try forged.rechain(forged.chain.links)
        try forged.addReport()
        #expect(try forged.verified().isVerified)
        #expect(try !forged.verified { $0.head = good.chain.head }.isVerified)
        #expect(try forged.verified { $0.head = forged.chain.head }.isVerified)
        // The hash of an earlier link covers what came before it, and may be cut short.
        let early = try BenchError.hash(good.chain.links[2].line)
        let verification = try forged.verified { $0.head = String(early.prefix(12)).uppercased() }
        #expect(verification.isVerified && verification.notedLink == 2)
        #expect(
            TerminalReport.text(StudyVerificationReport(verification).document).contains(
                "later links rest on themselves"))

        #expect(try good.verified { $0.planHash = good.chain.planHash }.isVerified)
        #expect(try !good.verified { $0.planHash = String(repeating: "0", count: 64) }.isVerified)
    }

    @Test func whatIsNotDoneYetIsNoFault() throws {
        var study = try ProofFixture.good()
        // After the first session, which is the only one.
        try study.rechain(Array(study.chain.links.prefix(2)))
        for name in study.files.keys where !name.hasPrefix("session-01/") && name.contains("/") {
            study.files[name] = nil
        }
        for name in study.files.keys where name.hasPrefix("report.") { study.files[name] = nil }
        let soon = Double(study.plan.sessions[0].due + 7200)
        let verification = try study.verified { $0.now = soon }
        #expect(verification.isVerified, "\(verification.findings)")
        #expect(verification.notes == ["3 sessions of 4 are still to come."])
        // Once their time is over, it is one.
        #expect(try study.verified().findings.map(\.session) == [2, 3, 4])

        // A session under way.
        try study.addRecord(2)
        let later = Double(study.plan.sessions[1].due + 600)
        let during = try study.verified { $0.now = later }
        #expect(during.isVerified && during.notes.contains { $0.contains("session 2 is under way") })

        // One of the day after tomorrow is not under way, whatever clock it had.
        try study.addRecord(2) { $0.manifest.startedAt = later + 2 * 86_400 }
        let ahead = try study.verified { $0.now = later }
        #expect(ahead.findings.contains { $0.kind == .extraFile && $0.session == 2 }, "\(ahead.findings)")

        // A cut in the power while a link was written.
        study.files[StudyLayout.record(2)] = nil
        study.files[StudyLayout.chain] = study.chain.bytes + Array("{\"link\":2,".utf8)
        let torn = try study.verified { $0.now = soon }
        #expect(torn.isVerified && torn.notes.contains { $0.contains("cut off after 10 bytes") })
    }

    /// A try that sent nothing may be made again; one that has a record closes its session.
    @Test func aFailedTryMayBeRepeated() throws {
        var study = try ProofFixture.good()
        var links = study.chain.links
        links.insert(ChainLink(number: 3, kind: .failed, session: 3, time: links[3].time, note: "no sign-in"), at: 3)
        try study.rechain(links)
        #expect(try study.verified().isVerified)
    }

    @Test func linksAndOtherFilesInTheFolder() throws {
        let study = try ProofFixture.good()
        let folder = try TemporaryDirectory()
        try study.write(to: folder.path)
        try AtomicFile.write(Array("x".utf8), to: folder.file("notes.txt"))
        symlink("/etc/passwd", folder.file("secret"))
        func check() throws -> StudyVerification {
            ProofFixture.verified(try StudyFiles(folder: folder.path + "/"))
        }
        let good = try check()
        #expect(good.isVerified && good.notes.count == 2, "\(good.findings) \(good.notes)")
        // A record behind a link is none, even if its bytes are right.
        let record = folder.file(StudyLayout.record(1))
        rename(record, folder.file("moved"))
        symlink(folder.file("moved"), record)
        #expect(try check().findings.contains { $0.kind == .extraFile && $0.message.contains("is a symbolic link") })
        #expect(try check().findings.contains { $0.kind == .recordMissing })
    }

    @Test func nothingHostileEndsIt() throws {
        let chains = [
            "", "{}\n", String(repeating: "{\"link\":0}\n", count: 500), String(repeating: "[", count: 100_000) + "\n",
            #"{"link":0,"kind":"plan","file":"../../etc/passwd","sha256":"\#(String(repeating: "a", count: 64))","time":"x","time_epoch":0}"#
                + "\n",
        ]
        for text in chains {
            var study = try ProofFixture.good()
            study.files[StudyLayout.chain] = Array(text.utf8)
            #expect(try !study.verified().isVerified)
        }
        for text in ["", "null", "[1]", "{\"type\":\"study_plan\"}", String(repeating: "[", count: 100_000)] {
            var study = try ProofFixture.good()
            study.files[StudyLayout.plan] = Array(text.utf8)
            study.files[StudyLayout.record(1)] = Array(text.utf8)
            #expect(try !study.verified().isVerified)
        }
        #expect(throws: BenchError.self) { try StudyFiles(folder: "/nonexistent/study") }
        let empty = try TemporaryDirectory()
        #expect(!ProofFixture.verified(try StudyFiles(folder: empty.path)).isVerified)
    }

    @Test func everyForm() throws {
        let verification = try ProofFixture.good().verified()
        for form in DocumentForm.allCases {
            #expect(form.text(StudyVerificationReport(verification).document).contains("VERIFIED"))
        }
    }

    @Test func differencesOfDocuments() throws {
        func first(_ one: JSONValue, _ other: JSONValue) -> String? { JSONDifference.first(one, other)?.path }
        #expect(first(["a": [1, 2.0]], ["a": [1, 2]]) == nil)
        #expect(first(["a": [1, 2.0]], ["a": [1, 2.000000000001]]) == nil)
        #expect(first(["a": [1, 2.0]], ["a": [1, 2.00001]]) == "a[1]")
        #expect(first(["a": ["b": "x"]], ["a": ["b": "y"]]) == "a.b")
        #expect(first(["a": 1], ["a": 1, "b": 2]) == "b" && first(["a": 1, "b": 2], ["a": 1]) == "b")
        #expect(first([1], [1, 2]) == "" && first(1, 2) == "" && first(.null, 0) == "")
        let long = String(repeating: "x", count: 100)
        let difference = JSONDifference.first([.string(long + "1 s")], [.string(long + "2 s")])
        #expect(difference?.found.hasSuffix("xx1 s\"") == true && difference?.expected.hasSuffix("xx2 s\"") == true)
    }
}
