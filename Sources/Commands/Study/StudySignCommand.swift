import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser
import Glibc

/// Signs the chain of a study.
struct StudySignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a study with an SSH key, by ssh-keygen.",
        discussion: """
            Writes NAME/chain.jsonl.sig, a signature of NAME/chain.jsonl, and so of the plan, of every session and of their order. A \
            signature that someone else keeps, made right after 'study init', shows that the plan came first; one made at the end covers \
            all. ssh-keygen asks for the key's passphrase itself. Anyone can check it with 'study verify', or with ssh-keygen alone:

              alcf benchmark study sign week --key ~/.ssh/id_ed25519
              c=week/chain.jsonl
              ssh-keygen -Y verify -n alcf-study -f signers -I a@b.org -s $c.sig < $c
            """)

    @Argument(help: ArgumentHelp("Folder of the study.", valueName: "study"))
    var study: String

    @Option(
        help: ArgumentHelp(
            "Private key, or a public key whose private one an agent holds. By default the first of ~/.ssh/id_ed25519, id_ecdsa and "
                + "id_rsa.", valueName: "file"))
    var key: String?

    func run() async throws {
        let folder = UserPath.expanded(study)
        let chain = try ChainFile.read(in: folder)
        // A session that ends meanwhile would leave a signature that does not cover it.
        let attempt = FileLock.attempt(folder + "/" + StudyLayout.lock)
        defer { withExtendedLifetime(attempt) {} }
        guard case .held = attempt, try ChainFile.read(in: folder) == chain else {
            let isUnsupported = if case .unsupported = attempt { true } else { false }
            throw BenchError(
                .recordWrite,
                isUnsupported ? "\(study) cannot be written to" : "a session of \(study) is being measured",
                remedy: isUnsupported
                    ? "make the folder writable, or sign a copy: its signature is as good" : "sign when it has ended")
        }
        let signature = try await ChainSignature.sign(chain.bytes, key: try key ?? Self.usualKey())
        let path = folder + "/" + StudyLayout.signature
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw BenchError(.recordWrite, "\(path) is not a plain file, and is left as it is", remedy: "remove it")
        }
        try AtomicFile.write(signature, to: path, permissions: 0o644)
        let result = try await ChainSignature.check(
            signature, of: chain.links.map(\.line), signers: nil, identity: nil)
        guard case .good(_, let key, let links, _) = result else {
            throw BenchError(.recordWrite, "the new signature in \(path) cannot be checked")
        }
        Console.print("Signed: \(NumberText.count(links, "link")) of \(study), head \(chain.head)")
        Console.note("Key \(key). Wrote \(path)")
    }

    private static func usualKey() throws -> String {
        let keys = ["id_ed25519", "id_ecdsa", "id_rsa"].map { UserPath.expanded("~/.ssh/\($0)") }
        guard let key = keys.first(where: { access($0, R_OK) == 0 }) else {
            throw UsageError(
                "there is no SSH key in ~/.ssh",
                remedy: "Give one with --key FILE, or make one: ssh-keygen -t ed25519")
        }
        return key
    }
}
