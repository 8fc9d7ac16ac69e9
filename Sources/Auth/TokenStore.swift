import ALCFJSON
import ALCFSystem

/// A token file: usually the one that is shared with the Python tools that use the Globus SDK.
///
/// The SDK writes it in place without a lock. This program replaces it as a whole, under a lock that only this
/// program's processes know, and reads it again under the lock before it changes anything.
public struct TokenStore: Sendable {
    /// The content of the file, and the other programs that use it.
    public enum Kind: String, Sendable, Hashable {
        /// The Globus SDK's own format, which the Python tools read and write too.
        case shared = "token_file"
        /// Ours alone, encrypted under a passphrase.
        case encrypted = "encrypted_token_file"
        /// The cache of ALCF's shell scripts, which is read and never written.
        case shellCache = "shell_cache"
        /// In the SDK's format, the access token of a service account, which needs no refresh token.
        case serviceAccount = "service_account"
    }

    /// The file's path.
    public let path: String
    /// The client whose tokens are in it: no other can refresh them.
    public let client: OAuthClient
    /// The reason for choosing this file, in a few words.
    public let reason: String
    /// Kind of content.
    public let kind: Kind
    /// Passphrase of an encrypted file.
    let passphrase: Passphrase
    /// Waits for so many seconds.
    let pause: @Sendable (Double) async throws -> Void

    /// The store at `path`.
    ///
    /// - Parameters:
    ///   - passphrase: of an encrypted file.
    ///   - pause: waits between two attempts to read or to lock; a test gives another.
    public init(
        path: String, client: OAuthClient, reason: String = "it was asked for", kind: Kind = .shared,
        passphrase: Passphrase = .none,
        pause: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.path = path
        self.client = client
        self.reason = reason
        self.kind = kind
        self.passphrase = passphrase
        self.pause = pause
    }

    /// The lock's path, beside the file itself where the path is a symbolic link.
    var lockPath: String { AtomicFile.resolved(path) + ".lock" }

    // MARK: Reading

    /// The document; nil where there is no file.
    ///
    /// - Throws: ``AuthError`` with one of the codes `fileUnusable`, `fileUnsafe`, `fileCorrupt`.
    func read() async throws -> TokenFile? {
        var attempt = 0
        while true {
            guard let bytes = try contents() else { return nil }
            do { return try await document(bytes) } catch let error as JSONError {
                // A Python tool may have truncated it and be about to write it.
                guard error.code == .syntax, attempt < 4 else { throw corrupt(error) }
                attempt += 1
                try await pause(0.025)
            }
        }
    }

    // MARK: Changing

    /// Does `work` while no other process of this program touches the file.
    ///
    /// Continues without a lock if there can be none (some network file systems, directories without write permission):
    /// a file is still replaced as a whole, and at worst two processes refresh at once, which Globus permits.
    ///
    /// - Parameter onWait: told once, where another process does not let go of the lock for some seconds.
    /// - Throws: ``AuthError`` `fileLocked` when another process holds the lock for longer than any refresh lasts.
    func withLock<T>(onWait: (AuthError) -> Void = { _ in }, _ work: () async throws -> T) async throws -> T {
        // A file that is never written needs none.
        if kind == .shellCache { return try await work() }
        // Without the directory there is no lock file; that it is missing is for the write to report.
        try? AtomicFile.makeDirectory(AtomicFile.parent(of: lockPath))
        var attempt = try await FileLock.acquire(lockPath, within: Self.quietWait, pause: pause)
        if case .busy = attempt {
            onWait(
                AuthError(
                    .fileLocked, "waiting for another process, which holds '\(lockPath)'",
                    remedy: "It is named by: fuser -v \(lockPath.shellQuoted)"))
            attempt = try await FileLock.acquire(lockPath, within: Self.lockPatience - Self.quietWait, pause: pause)
        }
        if case .unsupported = attempt, let own = try await lockOnFileItself() { attempt = own }
        if case .busy = attempt {
            throw AuthError(
                .fileLocked, "another process has held '\(lockPath)' for \(Int(Self.lockPatience)) seconds",
                remedy: "Find it, and end it if it hangs: fuser -v \(lockPath.shellQuoted)")
        }
        defer { withExtendedLifetime(attempt) {} }
        return try await work()
    }

    /// A file in a directory that cannot be written is written over and never replaced: it can be locked itself.
    private func lockOnFileItself() async throws -> FileLock.Attempt? {
        let file = AtomicFile.resolved(path)
        guard (try? FileContents(path: file))?.isRegular == true else { return nil }
        return try await FileLock.acquire(file, within: Self.lockPatience, pause: pause)
    }

    /// Reads, changes and writes the document under the lock. Nothing is written where nothing changed.
    ///
    /// - Parameter restore: as for ``settle(_:)``.
    func update<T>(
        _ change: (inout TokenFile) async throws -> T, settling restore: (inout TokenFile) throws -> Void = { _ in }
    ) async throws -> T {
        try await withLock {
            let before = try await read() ?? TokenFile()
            var file = before
            let result = try await change(&file)
            if file != before {
                try await write(file)
                await settle(restore)
            }
            return result
        }
    }

    /// Looks at the file again some milliseconds after it was written, a few times: a Python tool that read it before
    /// takes no lock, and may have put back what it read. To be called under the lock.
    ///
    /// - Parameter restore: changes a document in which something newer of ours is missing, and no other.
    func settle(_ restore: (inout TokenFile) throws -> Void) async {
        guard kind == .shared else { return }
        for seconds in Self.settling {
            guard (try? await pause(seconds)) != nil, let before = try? await read() else { return }
            var file = before
            guard (try? restore(&file)) != nil else { return }
            if file != before { try? await write(file) }
        }
    }

    /// Seconds between the looks.
    private static let settling = [0.005, 0.02, 0.05]

    /// Seconds to wait for the lock: more than ``RetryPolicy/totalTime``, which bounds how long a holder needs it.
    static let lockPatience = 90.0
    /// Seconds to wait for the lock without a word: most refreshes take less.
    private static let quietWait = 3.0
}
