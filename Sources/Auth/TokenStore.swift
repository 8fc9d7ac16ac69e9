import ALCFJSON
import ALCFSystem

/// A token file, shared with the Python tools that use the Globus SDK.
///
/// The SDK writes it in place without a lock. This program replaces it as a whole, under a lock that only this
/// program's processes know, and reads it again under the lock before it changes anything.
public struct TokenStore: Sendable {
    /// The file's path.
    public let path: String
    /// The client whose tokens are in it: no other can refresh them.
    public let client: OAuthClient
    /// Why it is this file, in a few words.
    public let reason: String
    /// Waits for so many seconds.
    let pause: @Sendable (Double) async throws -> Void

    /// The store at `path`.
    ///
    /// - Parameter pause: waits between two attempts to read or to lock; a test gives another.
    public init(
        path: String, client: OAuthClient, reason: String = "it was asked for",
        pause: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.path = path
        self.client = client
        self.reason = reason
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
            do { return try TokenFile(parsing: bytes) } catch {
                // A Python tool may have truncated it and be about to write it.
                guard error.code == .syntax, attempt < 4 else { throw corrupt(error) }
                attempt += 1
                try await pause(0.025)
            }
        }
    }

    private func contents() throws(AuthError) -> [UInt8]? {
        let file: FileContents
        do { file = try FileContents(path: path) } catch {
            if error.isNotFound { return nil }
            throw AuthError(
                .fileUnusable, "the token file cannot be read: \(error)",
                remedy: "Look at it with: ls -l \(path.shellQuoted)", underlying: error)
        }
        guard file.isRegular else {
            throw AuthError(
                .fileUnusable, "'\(path)' is not a plain file, so it cannot hold tokens",
                remedy: "Remove it, or name another file in \(Self.pathVariable).")
        }
        guard file.owner == FileContents.currentUser else {
            throw AuthError(
                .fileUnsafe, "the token file '\(path)' belongs to another user (number \(file.owner))",
                remedy: "Make it yours, with the right to do so: chown \(FileContents.currentUser) \(path.shellQuoted)")
        }
        guard file.permissions & 0o077 == 0 else {
            throw AuthError(
                .fileUnsafe, "other users may read or change the token file '\(path)'",
                remedy: "Close it to them: chmod 600 \(path.shellQuoted)")
        }
        return file.bytes
    }

    func corrupt(_ error: JSONError) -> AuthError {
        let quoted = path.shellQuoted
        return AuthError(
            .fileCorrupt, "'\(path)' is not a token file of the Globus SDK: \(error)",
            remedy: "Put it aside and sign in again: mv \(quoted) \((path + ".bad").shellQuoted) && alcf authenticate",
            underlying: error)
    }

    // MARK: Writing

    func write(_ file: TokenFile) throws(AuthError) {
        do { try AtomicFile.write(file.bytes, to: path, permissions: 0o600) } catch {
            throw AuthError(
                .fileUnusable, "the token file cannot be written: \(error)",
                remedy: "Make room and check the rights, or name another file in \(Self.pathVariable).",
                underlying: error)
        }
    }

    /// Does `work` while no other process of this program touches the file.
    ///
    /// Where there can be no lock (some network file systems, a directory one may not write to) it goes on without:
    /// a file is still replaced as a whole, and at worst two processes refresh at once, which Globus permits.
    ///
    /// - Throws: ``AuthError`` `fileLocked` when another process holds the lock for longer than any refresh lasts.
    func withLock<T>(_ work: () async throws -> T) async throws -> T {
        // Without the directory there is no lock file; that it is missing is for the write to report.
        try? AtomicFile.makeDirectory(AtomicFile.parent(of: lockPath))
        let attempt = try await FileLock.acquire(lockPath, within: Self.lockPatience, pause: pause)
        if case .busy = attempt {
            throw AuthError(
                .fileLocked, "another process has held '\(lockPath)' for \(Int(Self.lockPatience)) seconds",
                remedy: "See which one, and end it if it hangs: fuser -v \(lockPath.shellQuoted)")
        }
        defer { withExtendedLifetime(attempt) {} }
        return try await work()
    }

    /// Reads, changes and writes the document under the lock. Nothing is written where nothing changed.
    func update<T>(_ change: (inout TokenFile) async throws -> T) async throws -> T {
        try await withLock {
            let before = try await read() ?? TokenFile()
            var file = before
            let result = try await change(&file)
            if file != before { try write(file) }
            return result
        }
    }

    /// Seconds to wait for the lock: more than ``RetryPolicy/totalTime``, which bounds how long a holder needs it.
    static let lockPatience = 90.0
}
