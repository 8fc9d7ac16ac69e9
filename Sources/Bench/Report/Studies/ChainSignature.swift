import ALCFJSON
package import ALCFRecord
import ALCFSystem
import Glibc

/// A signature of a study's chain by `ssh-keygen -Y`, in the format that OpenSSH describes in PROTOCOL.sshsig. It is
/// one of the file `chain.jsonl` as it was when it was signed, so that `ssh-keygen` alone can check it too.
package enum ChainSignature {
    /// The namespace: a signature for another purpose is none for this one.
    package static let namespace = "alcf-study"
    private static let most = 64 << 10
    /// The most earlier states of a chain that a signature is tried on.
    private static let states = 1000

    /// The result of a check.
    package enum Result: Sendable, Hashable {
        /// There is no signature.
        case none
        /// It is one of the chain up to a link.
        ///
        /// - identity: whose key it is, after the file of signers; nil where that was not looked at.
        /// - key: the key, as in `SHA256:…`.
        /// - links: number of links that it covers, of so many.
        case good(identity: String?, key: String, links: Int, of: Int)
        /// It is not one of this chain, or not by the key that was asked for.
        case bad(String)

        /// Whether it covers the whole of the chain, by a key whose owner was checked.
        var isWhole: Bool { if case .good(_?, _, let links, let all) = self { links == all } else { false } }

        /// The result as a sentence; nil for none, and for a bad one, which is a finding.
        var sentence: String? {
            guard case .good(let identity, let key, let links, let all) = self else { return nil }
            let whose =
                identity.map { "Signed by \($0.safeOnOneLine), key \(key)" }
                ?? "Signed by key \(key), whose owner was not checked (--signers FILE)"
            return whose
                + (links == all
                    ? "." : "; the signature is older than the chain, and covers its first \(links) of \(all) links.")
        }

        /// As in the report for programs.
        var json: JSONValue {
            switch self {
            case .none: .null
            case .bad(let reason): ["good": false, "reason": .string(reason)]
            case .good(let identity, let key, let links, let all):
                [
                    "good": true, "identity": JSONValue(identity), "key": .string(key), "links": .int(links),
                    "of": .int(all),
                ]
            }
        }
    }

    /// Signs a chain.
    ///
    /// `ssh-keygen` asks for a passphrase on the terminal itself, so that it never comes here.
    ///
    /// - Parameters:
    ///   - chain: the file's bytes.
    ///   - key: path of a private key, or of a public one whose private key an agent holds.
    /// - Returns: the signature, armoured.
    /// - Throws: ``BenchError`` where `ssh-keygen` is missing or does not sign.
    package static func sign(_ chain: [UInt8], key: String) async throws(BenchError) -> [UInt8] {
        guard let folder = TemporaryFolder.make("alcf-sign") else {
            throw BenchError(.recordWrite, "no temporary folder can be made for the signature")
        }
        defer { TemporaryFolder.remove(folder) }
        let file = "\(folder)/\(StudyLayout.chain)"
        let code: Int32
        do {
            try AtomicFile.write(chain, to: file)
            code = try await ChildProcess.run(
                [
                    "ssh-keygen", "-Y", "sign", "-q", "-n", namespace, "-f", UserPath.absolute(UserPath.expanded(key)),
                    file,
                ], adding: [:])
        } catch {
            throw (error as? FileError).map(failure) ?? BenchError(.recordWrite, "\(error)", underlying: error)
        }
        guard code == 0 else {
            throw BenchError(
                .recordWrite, "ssh-keygen did not sign with \(key) (exit code \(code)); its own message is above",
                remedy: "give a private key, or the public key of one that your agent holds: --key FILE")
        }
        do { return try armoured(try FileContents(path: file + ".sig", limit: most, followsLinks: false).bytes) } catch
        {
            throw BenchError(.recordWrite, "ssh-keygen wrote no signature: \(error)", underlying: error)
        }
    }

    /// Checks a signature.
    ///
    /// - Parameters:
    ///   - signature: the armoured signature, which may be anything.
    ///   - lines: the lines of the chain, each with its line feed.
    ///   - signers: a file of allowed signers, as `ssh-keygen(1)` describes it; nil to check no owner.
    ///   - identity: the owner that the file must give the key; nil for any of them.
    /// - Throws: ``BenchError`` where `ssh-keygen` is missing or the file of signers cannot be read.
    package static func check(
        _ signature: [UInt8], of lines: [[UInt8]], signers: String?, identity: String?
    ) async throws(BenchError) -> Result {
        guard (try? armoured(signature)) != nil else { return .bad("is no signature that ssh-keygen makes") }
        guard let folder = TemporaryFolder.make("alcf-verify") else {
            throw BenchError(.recordRead, "no temporary folder can be made for the signature")
        }
        defer { TemporaryFolder.remove(folder) }
        let file = "\(folder)/\(StudyLayout.signature)"
        do { try AtomicFile.write(signature, to: file) } catch { throw failure(error) }
        // The whole chain, else the state in which it was signed.
        for count in stride(from: lines.count, to: max(0, lines.count - states), by: -1) {
            let chain = lines[..<count].flatMap(\.self)
            let good = try await keygen(["check-novalidate", "-n", namespace, "-s", file], chain)
            guard let good else { continue }
            guard let key = good.split(whereSeparator: \.isWhitespace).last(where: { $0.hasPrefix("SHA256:") }) else {
                return .bad("is one that ssh-keygen says nothing of")
            }
            guard let signers else { return .good(identity: nil, key: String(key), links: count, of: lines.count) }
            return try await owner(
                Signed(file: file, chain: chain, key: String(key), count: count, all: lines.count), signers, identity)
        }
        return .bad("is not one of this chain, in any of its states")
    }

    /// A good signature whose owner is looked for.
    private struct Signed {
        let file: String
        let chain: [UInt8]
        let key: String
        let count: Int
        let all: Int
    }

    private static func owner(_ signed: Signed, _ signers: String, _ identity: String?) async throws(BenchError)
        -> Result
    {
        let signers = UserPath.absolute(UserPath.expanded(signers))
        do { _ = try FileContents(path: signers) } catch {
            throw BenchError(.recordRead, "the file of signers cannot be read: \(error)", underlying: error)
        }
        var names = identity.map { [$0] } ?? []
        if identity == nil {
            let found = try await keygen(["find-principals", "-s", signed.file, "-f", signers], [])
            names = (found ?? "").split(separator: "\n").map(String.init)
        }
        for name in names.prefix(20) {
            let words = ["verify", "-f", signers, "-I", name, "-n", namespace, "-s", signed.file]
            if try await keygen(words, signed.chain) != nil {
                return .good(identity: name, key: signed.key, links: signed.count, of: signed.all)
            }
        }
        let whose = identity.map { "\($0)'s" } ?? "any of its keys"
        return .bad("is by key \(signed.key), which \(signers) does not have as \(whose)")
    }

    /// Returns the output of a command of `ssh-keygen`; nil where it says no.
    private static func keygen(_ words: [String], _ input: [UInt8]) async throws(BenchError) -> String? {
        let output: ChildProcess.Output
        do {
            output = try await ChildProcess.output(of: ["ssh-keygen", "-Y"] + words, input: input, limit: most)
        } catch {
            throw failure(error)
        }
        return output.exitCode == 0 ? String(decoding: output.bytes, as: UTF8.self) : nil
    }

    private static func armoured(_ bytes: [UInt8]) throws(FileError) -> [UInt8] {
        guard bytes.starts(with: "-----BEGIN SSH SIGNATURE-----\n".utf8), bytes.count <= most else {
            throw FileError("read", StudyLayout.signature, number: EINVAL)
        }
        return bytes
    }

    private static func failure(_ error: FileError) -> BenchError {
        error.operation == "run" && error.isNotFound
            ? BenchError(
                .recordRead, "the program ssh-keygen is not there, which signs and checks signatures",
                remedy: "install OpenSSH's client (Debian: openssh-client); all but signatures works without it")
            : BenchError(.recordRead, "\(error)", underlying: error)
    }
}
