import ALCFJSON
import ALCFSystem
import Glibc
import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct StudyArchiveTests {
    private static func packed(_ study: ProofFixture, authors: [String] = ["Curie, Marie", "ALCF"]) throws
        -> StudyArchive
    {
        let description = try StudyDescription(
            authors: authors.map { try .init($0) }, title: "A \"title\": of it", licence: "CC-BY-4.0")
        return try StudyArchive(try study.verified(), description, tool: "alcf 0.1.0")
    }

    private static func verify(_ archive: [UInt8]) async throws -> StudyVerification {
        ProofFixture.verified(try await StudyFiles(archive: archive, source: "x.tar"))
    }

    @Test func anArchiveIsVerifiedAsTheFolderIs() async throws {
        var study = try ProofFixture.good()
        study.files["notes.txt"] = Array("my password".utf8)
        study.files["session-01/other.txt"] = Array("my password".utf8)
        let archive = try Self.packed(study)
        let verification = try await Self.verify(archive.bytes)
        #expect(verification.isVerified, "\(verification.findings)")
        #expect(verification.reports.count >= 6 && verification.requests == 64)
        #expect(archive.leftOut == ["notes.txt", "session-01/other.txt"])
        #expect(archive.names.contains("CITATION.cff") && archive.names.contains("session-04/run.jsonl"))
        #expect(!String(decoding: archive.bytes, as: UTF8.self).contains("my password"))
        // The same again.
        #expect(try Self.packed(study).bytes == archive.bytes)
        #expect(try !Self.packed(study, authors: []).hasCitation)
    }

    @Test func otherProgramsReadIt() async throws {
        let folder = try TemporaryDirectory()
        let archive = try Self.packed(try ProofFixture.good())
        try AtomicFile.write(archive.bytes, to: folder.file("x.tar"))
        #expect(try await ChildProcess.run(["tar", "-xf", folder.file("x.tar"), "-C", folder.path], adding: [:]) == 0)
        let unpacked = ProofFixture.verified(try StudyFiles(folder: folder.file("winter")))
        #expect(unpacked.isVerified && unpacked.notes.isEmpty, "\(unpacked.findings) \(unpacked.notes)")
        // What they pack is read too, and what gzip makes of it.
        for words in [["-cf"], ["--format=ustar", "-cf"], ["-czf"]] {
            let again = folder.file("again")
            #expect(
                try await ChildProcess.run(["tar", "-C", folder.path] + words + [again, "winter"], adding: [:]) == 0)
            let files = try await StudyFiles.open(again)
            #expect(files.isArchive && ProofFixture.verified(files).isVerified)
        }
    }

    @Test func anArchiveThatWasTamperedWithIsFoundOut() async throws {
        let archive = try TarArchive(parsing: try Self.packed(try ProofFixture.good()).bytes, most: 100)
        func changed(_ change: (TarArchive.Entry) -> TarArchive.Entry?) throws -> [UInt8] {
            try TarArchive(archive.entries.compactMap(change)).bytes(time: 0)
        }
        #expect(try await Self.verify(try changed { $0 }).isVerified)
        for name in [
            "plan.json", "chain.jsonl", "session-03/run.jsonl", "report.json", "methods.txt", "software.json",
            "CITATION.cff",
        ].map({ "winter/" + $0 }) {
            try #require(archive.entries.contains { $0.name == name })
            let without = try await Self.verify(try changed { $0.name == name ? nil : $0 })
            #expect(!without.isVerified, "without \(name)")
        }
        for name in ["plan.json", "session-03/run.jsonl", "methods.txt", "CITATION.cff"].map({ "winter/" + $0 }) {
            let other = try await Self.verify(
                try changed { $0.name == name ? .init(name: name, bytes: $0.bytes + [0x20]) : $0 })
            #expect(!other.isVerified, "\(name) changed")
        }
        let more = TarArchive(archive.entries + [.init(name: "winter/more.txt", bytes: [0x20])])
        #expect(try await !Self.verify(try more.bytes(time: 0)).isVerified)
    }

    @Test func aStudyThatIsNotVerifiedSaysSo() async throws {
        var study = try ProofFixture.good()
        study.files[StudyLayout.record(3)] = nil
        let archive = try TarArchive(parsing: try Self.packed(study).bytes, most: 100)
        let crate = try #require(archive.entries.first { $0.name.hasSuffix("ro-crate-metadata.json") })
        #expect(String(decoding: crate.bytes, as: UTF8.self).contains("NOT VERIFIED: session 3's record is missing"))
    }

    @Test func theDescriptionsAreAsRepositoriesTakeThem() throws {
        let archive = try TarArchive(parsing: try Self.packed(try ProofFixture.good()).bytes, most: 100)
        func file(_ name: String) throws -> [UInt8] {
            Array(try #require(archive.entries.first { $0.name == "winter/" + name }).bytes)
        }
        let graph = try #require(try JSONValue(parsing: try file("ro-crate-metadata.json"))["@graph"]?.array)
        let root = try #require(graph.first { $0["@id"] == "./" })
        #expect(root["@type"] == "Dataset" && root["datePublished"] != nil && root["name"] == "A \"title\": of it")
        #expect(root["license"]?["@id"] == "https://spdx.org/licenses/CC-BY-4.0")
        // Every entity that is referred to is described.
        let known = Set(graph.compactMap { $0["@id"]?.string })
        for list in ["hasPart", "author", "mentions"] {
            for part in try #require(root[list]?.array) { #expect(known.contains(part["@id"]?.string ?? "")) }
        }
        #expect(root["hasPart"]?.array?.count == archive.entries.count - 1)
        let record = try #require(graph.first { $0["@id"] == "session-01/run.jsonl" })
        #expect(record["sha256"]?.string == (try BenchError.hash(try file("session-01/run.jsonl"))))

        let citation = String(decoding: try file("CITATION.cff"), as: UTF8.self)
        #expect(citation.hasPrefix("cff-version: 1.2.0\n"))
        #expect(citation.contains("  - family-names: \"Curie\"\n    given-names: \"Marie\"\n  - name: \"ALCF\"\n"))
        #expect(citation.contains("title: \"A \\\"title\\\": of it\"\n") && citation.contains("license: CC-BY-4.0\n"))
        let methods = String(decoding: try file("methods.txt"), as: UTF8.self)
        #expect(methods.contains("It sets 4 sessions") && methods.contains("2 measured, 1 failed, 1 missed"))
    }

    @Test(arguments: ["", ",", "Curie,", ", Marie", "a\nb", String(repeating: "x", count: 400)])
    func authorsThatAreNone(_ text: String) {
        #expect(throws: BenchError.self) { try StudyDescription.Author(text) }
    }

    @Test(arguments: ["", "CC BY", "x\ny", "a/b", "\"", String(repeating: "x", count: 99)])
    func licencesThatAreNone(_ text: String) {
        #expect(throws: BenchError.self) { try StudyDescription(licence: text) }
    }

    @Test func hostileArchives() async throws {
        let good = try Self.packed(try ProofFixture.good()).bytes
        func refused(_ bytes: [UInt8]) async -> Bool {
            do {
                _ = try await StudyFiles(archive: bytes, source: "x")
                return false
            } catch { return true }
        }
        #expect(await !refused(good))
        for bytes in [
            [], Array("x".utf8), [UInt8](repeating: 0, count: 1024), Array(good.prefix(700)), good.dropLast(1600),
        ] {
            #expect(await refused(Array(bytes)))
        }
        // Not in one folder.
        let two = TarArchive([.init(name: "a/x", bytes: []), .init(name: "b/x", bytes: [])])
        #expect(await refused(try two.bytes(time: 0)))
        #expect(await refused(try TarArchive([.init(name: "plan.json", bytes: [])]).bytes(time: 0)))
    }
}
