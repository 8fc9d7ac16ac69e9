import ALCFSystem
import Glibc
import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport

/// Signatures by the machine's own ssh-keygen.
@Suite(.enabled(if: access("/usr/bin/ssh-keygen", X_OK) == 0)) struct ChainSignatureTests {
    private let folder: TemporaryDirectory
    private let signers: String

    init() async throws {
        folder = try TemporaryDirectory()
        signers = folder.file("signers")
        for name in ["alice", "bob"] {
            let words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder.file(name)]
            try #require(try await ChildProcess.run(words, adding: [:]) == 0)
        }
        let key = String(decoding: try FileContents(path: folder.file("alice.pub")).bytes, as: UTF8.self)
        try AtomicFile.write(Array("alice@example.org \(key)".utf8), to: signers)
    }

    private static let lines = ["{\"link\":0}\n", "{\"link\":1}\n", "{\"link\":2}\n"].map { Array($0.utf8) }

    private func check(
        _ signature: [UInt8], _ lines: [[UInt8]] = lines, signers: String? = nil, identity: String? = nil
    ) async throws -> ChainSignature.Result {
        try await ChainSignature.check(signature, of: lines, signers: signers, identity: identity)
    }

    @Test func aSignatureIsOfTheChainAndOfItsOwner() async throws {
        let signature = try await ChainSignature.sign(Self.lines.flatMap(\.self), key: folder.file("alice"))
        guard case .good(nil, let key, 3, 3) = try await check(signature) else {
            Issue.record("not good")
            return
        }
        #expect(key.hasPrefix("SHA256:"))
        #expect(
            try await check(signature, signers: signers)
                == .good(identity: "alice@example.org", key: key, links: 3, of: 3))
        #expect(
            try await check(signature, signers: signers, identity: "alice@example.org")
                == .good(identity: "alice@example.org", key: key, links: 3, of: 3))
        // Of a chain that went on, it is one of the beginning.
        let longer = Self.lines + [Array("{\"link\":3}\n".utf8)]
        #expect(try await check(signature, longer) == .good(identity: nil, key: key, links: 3, of: 4))
        // Of another chain, by another, for another.
        func isBad(_ result: ChainSignature.Result) -> Bool { if case .bad = result { true } else { false } }
        #expect(isBad(try await check(signature, [Array("{}\n".utf8)])))
        #expect(isBad(try await check(signature, signers: signers, identity: "bob@example.org")))
        let other = try await ChainSignature.sign(Self.lines.flatMap(\.self), key: folder.file("bob"))
        #expect(isBad(try await check(other, signers: signers)))
        #expect(isBad(try await check(Array("-----BEGIN SSH SIGNATURE-----\nAAAA\n".utf8))))
        #expect(isBad(try await check([0, 1, 2])))
        #expect(isBad(try await check([UInt8](repeating: 0x2D, count: 1 << 20))))
        await #expect(throws: BenchError.self) {
            try await check(signature, signers: folder.file("none"))
        }
    }

    /// The file that another program needs is the one that is written: `ssh-keygen -Y verify` alone says the same.
    @Test func theKeygenAloneAgrees() async throws {
        var study = try ProofFixture.good()
        let signature = try await ChainSignature.sign(study.chain.bytes, key: folder.file("alice"))
        study.files[StudyLayout.signature] = signature
        try AtomicFile.write(signature, to: folder.file("chain.jsonl.sig"))
        let output = try await ChildProcess.output(
            of: [
                "ssh-keygen", "-Y", "verify", "-f", signers, "-I", "alice@example.org", "-n", "alcf-study", "-s",
                folder.file("chain.jsonl.sig"),
            ], input: study.chain.bytes, limit: 1000)
        #expect(output.exitCode == 0)

        var verification = try study.verified()
        let result = try await verification.checkSignature(signers: signers, identity: nil)
        #expect(verification.isVerified)
        let text = TerminalReport.text(StudyVerificationReport(verification, signature: result).document, width: nil)
        #expect(text.contains("Signed by alice@example.org, key SHA256:"))
        #expect(!text.contains("A chain shows that its parts fit together."))

        var unchecked = try study.verified()
        let unknown = try await unchecked.checkSignature(signers: nil, identity: nil)
        let words = TerminalReport.text(
            StudyVerificationReport(unchecked, signature: unknown).document, width: nil)
        #expect(words.contains("whose owner was not checked"))
        // Anybody's key could have signed a chain that was made anew.
        #expect(words.contains("A chain shows that its parts fit together."))

        // Of a chain that was written anew, it is none.
        study.chain = try Chain(plan: study.files[StudyLayout.plan] ?? [], time: 5)
        study.writeChain()
        var forged = try study.verified()
        _ = try await forged.checkSignature(signers: nil, identity: nil)
        #expect(forged.findings.contains { $0.kind == .signature })

        study.files[StudyLayout.signature] = nil
        var unsigned = try study.verified()
        _ = try await unsigned.checkSignature(signers: signers, identity: nil)
        #expect(unsigned.findings.contains { $0.kind == .signature && $0.message == "the chain is not signed" })
    }

    @Test func aKeyThatIsNotThere() async throws {
        await #expect(throws: BenchError.self) {
            try await ChainSignature.sign(Array("x\n".utf8), key: folder.file("nobody"))
        }
    }
}
