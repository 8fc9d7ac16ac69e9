package import ALCFCrypto
import ALCFSystem
import Glibc

/// The key that clients of the local server prove themselves with: on a machine with other users, loopback protects
/// nothing. It is random, one for each user, and of no use anywhere else.
package struct LocalKey: Sendable {
    /// The key.
    package let secret: Secret

    /// Beginning by which people recognise it.
    package static let prefix = "alcf-local-"

    /// A key that is there already.
    package init(_ secret: Secret) { self.secret = secret }

    /// - Parameter environment: the value of a variable; nil where it is not set.
    /// - Returns: `$XDG_STATE_HOME/alcf/serve-key`, where the key lies as a rule; nil where there is no home.
    package static func defaultPath(
        environment: (String) -> String? = ProcessEnvironment.value
    ) -> String? {
        if let folder = environment("XDG_STATE_HOME"), folder.hasPrefix("/") { return folder + "/alcf/serve-key" }
        let home = HomeDirectory.path(environment: environment("HOME").map { ["HOME": $0] } ?? [:])
        return home.map { $0 + "/.local/state/alcf/serve-key" }
    }

    /// Returns the key in a file of mode 0600, which is made where there is none.
    ///
    /// - Parameter path: the file; nil for ``defaultPath(environment:)``.
    /// - Throws: ``ServeError`` for a file that others can read or write, that is no key, or that cannot be made.
    package static func load(path: String? = nil) throws(ServeError) -> LocalKey {
        guard let path = path ?? defaultPath() else {
            throw ServeError(.key, "there is no home folder for the local key", remedy: "Set HOME.")
        }
        if let key = try read(path) { return key }
        do {
            try AtomicFile.makeDirectory(AtomicFile.parent(of: path))
            // Of two processes that find none at one time, the second takes the key of the first.
            var lock = FileLock.attempt(path + ".lock")
            for _ in 0..<200 {
                guard case .busy = lock else { break }
                usleep(10_000)
                lock = FileLock.attempt(path + ".lock")
            }
            if let key = try read(path) { return key }
            let key = LocalKey(Secret(prefix + (try Random.token())))
            try AtomicFile.write(Array((key.secret.expose() + "\n").utf8), to: path)
            withExtendedLifetime(lock) {}
            return try read(path) ?? key
        } catch let error as ServeError {
            throw error
        } catch {
            throw ServeError(
                .key, "the local key cannot be written: \(error)", remedy: "Set XDG_STATE_HOME to a folder of yours.",
                underlying: error)
        }
    }

    /// Returns the key in the file; nil where there is no file.
    private static func read(_ path: String) throws(ServeError) -> LocalKey? {
        let file: FileContents
        do { file = try FileContents(path: path, limit: 4096, followsLinks: false) } catch {
            if error.isNotFound { return nil }
            throw ServeError(.key, "the local key: \(error)", remedy: "Remove the file, and it is made anew.")
        }
        guard file.isRegular, file.owner == FileContents.currentUser, file.permissions & 0o077 == 0 else {
            throw ServeError(
                .key, "others can read or change the local key in '\(path)'",
                remedy: "Remove the file, and a new key is made: rm \(path.shellQuoted)")
        }
        let text = String(decoding: file.bytes, as: UTF8.self).trimmingLineEnd()
        guard text.hasPrefix(prefix), (32...200).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw ServeError(
                .key, "'\(path)' holds no local key",
                remedy: "Move the file away, and a key is made: mv \(path.shellQuoted) \((path + ".old").shellQuoted)")
        }
        return LocalKey(Secret(text))
    }
}

extension String {
    fileprivate func trimmingLineEnd() -> String {
        var text = self[...]
        while let last = text.last, last.isNewline { text.removeLast() }
        return String(text)
    }
}
