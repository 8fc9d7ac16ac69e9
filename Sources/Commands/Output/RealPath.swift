import ALCFSystem
import Glibc

/// Paths as another process can use them, wherever it runs.
enum RealPath {
    /// Returns the path without symbolic links, from the root on.
    ///
    /// - Throws: `FileError` where there is no such file.
    static func of(_ path: String) throws -> String {
        guard let resolved = realpath(path, nil) else { throw FileError("find", path) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Returns the path of this program.
    ///
    /// - Throws: `FileError` where it is no longer there.
    static func program() throws -> String { try of("/proc/self/exe") }
}
