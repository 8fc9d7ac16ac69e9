import ALCFJSON
import ALCFSystem
import Glibc
import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport

/// `study verify`, `study sign` and `study pack`, as a user meets them.
@Suite struct StudyProofTests {
    private let alcf: Alcf
    private let study: String

    /// A study whose first session is a day ahead.
    init() throws {
        alcf = try Alcf()
        study = alcf.folder.file("week")
        var plan = StudyPlan.blank
        plan.name = "week"
        plan.created = Int(WallClock.system.now()) - 60
        plan.toolVersion = "alcf 0.1.0"
        plan.sessions = [
            .init(due: plan.created + 86_400, prompts: 8, promptsHash: String(repeating: "0a", count: 32))
        ]
        plan.window = 3600
        plan.primary = [PrimaryTest.Figure.allCases[0]]
        plan.targets = [RunManifest.Target(name: "metis", url: "https://inference.example/v1", model: "m")]
        plan.dataSet.sha256 = String(repeating: "0b", count: 32)
        plan.prompts = StudyPrompts(source: "/data/x.json", synthetic: nil, count: 8)
        plan.options = BenchmarkOptions(samples: 8, seed: 1)
        plan.arguments.targets.target = ["metis"]
        try AtomicFile.write(plan.bytes, to: "\(study)/plan.json")
        guard case .held(let lock) = FileLock.attempt("\(study)/lock") else {
            throw BenchError(.recordWrite, "no lock")
        }
        try ChainFile.create(in: study, time: Double(plan.created), holding: lock)
    }

    private func edit(_ name: String, _ change: (String) -> String) throws {
        let text = String(decoding: try FileContents(path: "\(study)/\(name)").bytes, as: UTF8.self)
        try AtomicFile.write(Array(change(text).utf8), to: "\(study)/\(name)")
    }

    private func head() throws -> String { try ChainFile.read(in: study).head }

    @Test func aStudyIsVerifiedUntilItIsChanged() async throws {
        let good = try await alcf.run("benchmark", "study", "verify", study)
        #expect(good.exitCode == 0 && good.output.contains("VERIFIED: 0 of 1 session, 0 requests"), "\(good)")
        #expect(good.output.contains("1 session of 1 is still to come"))
        let json = try await alcf.run("benchmark", "study", "verify", study, "--json", "--head", try head())
        #expect(try JSONValue(parsing: json.output)["verified"] == true)
        let other = try await alcf.run(
            "benchmark", "study", "verify", study, "--head", "0000000000000000")
        #expect(other.exitCode == 1 && other.output.contains("NOT VERIFIED: the chain was written anew"))
        // Sixteen digits name a hash, in capitals too; fewer are no proof.
        let plan = try ChainFile.read(in: study).planHash
        for (digits, exitCode) in [(16, 0), (64, 0), (15, 64), (8, 64)] {
            for arguments in [
                ["--head", String(try head().prefix(digits))], ["--plan-hash", plan.prefix(digits).uppercased()],
            ] {
                let result = try await Program.alcf.run(
                    ["benchmark", "study", "verify", study] + arguments, environment: alcf.environment)
                #expect(result.exitCode == exitCode, "\(arguments): \(result)")
            }
        }
        let foreign = try await alcf.run("benchmark", "study", "verify", study, "--plan-hash", "0123456789abcdef")
        #expect(foreign.exitCode == 1 && foreign.output.contains("the plan is not the one that was noted"))

        try edit("plan.json") { $0.replacing("\"window_seconds\": 3600", with: "\"window_seconds\": 36000") }
        let changed = try await alcf.run("benchmark", "study", "verify", study)
        #expect(changed.exitCode == 1 && changed.output.contains("NOT VERIFIED: the plan was changed"), "\(changed)")
        let packed = try await alcf.run("benchmark", "study", "pack", study, "-o", alcf.folder.file("x.tar"))
        #expect(
            packed.exitCode == 1 && packed.errors.contains("--even-so") && access(alcf.folder.file("x.tar"), F_OK) != 0)
        let even = try await alcf.run("benchmark", "study", "pack", study, "-o", alcf.folder.file("x.tar"), "--even-so")
        #expect(even.exitCode == 0 && even.output.contains("NOT VERIFIED"))
        #expect(try await alcf.run("benchmark", "study", "verify", alcf.folder.file("x.tar")).exitCode == 1)
    }

    @Test(.enabled(if: access("/usr/bin/ssh-keygen", X_OK) == 0)) func aSignedStudyIsPackedAndVerified() async throws {
        let key = alcf.folder.file("key")
        #expect(
            try await ChildProcess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], adding: [:]) == 0)
        let none = try await alcf.run("benchmark", "study", "sign", study)
        #expect(none.exitCode == 64 && none.errors.contains("--key FILE"), "\(none)")
        let signed = try await alcf.run("benchmark", "study", "sign", study, "--key", key)
        #expect(signed.exitCode == 0 && signed.output.contains("Signed: 1 link"), "\(signed)")
        // Again, as after another session: nothing is asked.
        #expect(try await alcf.run("benchmark", "study", "sign", study, "--key", key).exitCode == 0)

        let archive = alcf.folder.file("week.tar")
        try AtomicFile.write(Array("hunter2".utf8), to: "\(study)/.netrc")
        let packed = try await alcf.run(
            "benchmark", "study", "pack", study, "-o", archive, "--author", "Curie, Marie", "--licence", "CC-BY-4.0")
        #expect(packed.exitCode == 0 && packed.errors.contains("Left out, as no files of a study: .netrc"), "\(packed)")
        let bytes = try FileContents(path: archive).bytes
        #expect(bytes.firstRange(of: Array("hunter2".utf8)) == nil)
        #expect(bytes.firstRange(of: Array("family-names: \"Curie\"".utf8)) != nil)
        // Nothing is replaced unasked.
        #expect(try await alcf.run("benchmark", "study", "pack", study, "-o", archive).exitCode == 64)

        let unchecked = try await alcf.run("benchmark", "study", "verify", archive)
        #expect(unchecked.exitCode == 0 && unchecked.output.contains("whose owner was not checked"), "\(unchecked)")
        let signers = alcf.folder.file("signers")
        let text = String(decoding: try FileContents(path: key + ".pub").bytes, as: UTF8.self)
        try AtomicFile.write(Array("marie@example.org \(text)".utf8), to: signers)
        let checked = try await alcf.run("benchmark", "study", "verify", archive, "--signers", signers)
        #expect(
            checked.exitCode == 0 && checked.output.contains("Signed by marie@example.org, key SHA256:"), "\(checked)")
        let other = try await alcf.run(
            "benchmark", "study", "verify", archive, "--signers", signers, "--identity", "pierre@example.org")
        #expect(
            other.exitCode == 1 && other.output.contains("NOT VERIFIED: the signature is by key SHA256:"), "\(other)")

        // Without the program, all but the signature is checked.
        var bare = alcf
        bare.environment["PATH"] = alcf.folder.path
        let without = try await bare.run("benchmark", "study", "verify", archive)
        #expect(without.exitCode == 0 && without.output.contains("ssh-keygen is not there"), "\(without)")
        let cannot = try await bare.run("benchmark", "study", "sign", study, "--key", key)
        #expect(cannot.exitCode == 1 && cannot.errors.contains("openssh-client"), "\(cannot)")
    }

    @Test func wrongUseIsAnErrorThatSaysSo() async throws {
        let missing = try await alcf.run("benchmark", "study", "verify", alcf.folder.file("none"))
        #expect(missing.exitCode == 64 && missing.errors.contains("the folder of a study, or an archive"), "\(missing)")
        try AtomicFile.write(Array("hello".utf8), to: alcf.folder.file("text"))
        let text = try await alcf.run("benchmark", "study", "verify", alcf.folder.file("text"))
        #expect(text.exitCode == 1 && text.errors.contains("it is not a tar archive"), "\(text)")
        for arguments in [["--head", "xyz"], ["--plan-hash", "12"], ["--identity", "me"]] {
            let result = try await Program.alcf.run(
                ["benchmark", "study", "verify", study] + arguments, environment: alcf.environment)
            #expect(result.exitCode == 64, "\(result)")
        }
        #expect(try await alcf.run("benchmark", "study", "pack", study, "-o", "x.tar.gz").exitCode == 64)
        #expect(try await alcf.run("benchmark", "study", "pack", study, "--author", "").exitCode == 64)
        #expect(try await alcf.run("benchmark", "study", "pack", study, "--licence", "free to use").exitCode == 64)
        // No output is an input.
        let over = try await alcf.run(
            "benchmark", "study", "pack", study, "-o", "\(study)/plan.json", "--overwrite")
        #expect(over.exitCode == 64 && over.errors.contains("would be overwritten"), "\(over)")
        #expect(try await alcf.run("benchmark", "study", "sign", alcf.folder.file("none")).exitCode == 64)
    }
}
