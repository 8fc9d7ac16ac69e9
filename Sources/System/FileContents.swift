import Glibc

/// A file's bytes, and who may touch them, taken from one open descriptor so that both are of the same file.
package struct FileContents: Sendable {
    /// All of the file.
    package let bytes: [UInt8]
    /// The user who owns it.
    package let owner: UInt32
    /// Its permission bits, as in 0o600.
    package let permissions: UInt32
    /// Whether it is a plain file: not a directory, a pipe or a device.
    package let isRegular: Bool

    /// Reads the file at `path`.
    ///
    /// - Parameters:
    ///   - limit: the most that is read; of a longer file, and of one that is not regular, no bytes are.
    ///   - followsLinks: whether `path` may be a symbolic link.
    /// - Throws: ``FileError``; `EFBIG` for a file longer than `limit` bytes, `ELOOP` for a link that may not be one.
    package init(path: String, limit: Int = 4 << 20, followsLinks: Bool = true) throws(FileError) {
        // A pipe without a writer must not hold us up.
        let file = try FileDescriptor(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | (followsLinks ? 0 : O_NOFOLLOW))
        let status = try file.status()
        owner = status.st_uid
        permissions = status.st_mode & 0o7777
        isRegular = status.st_mode & S_IFMT == S_IFREG
        bytes = isRegular ? try file.readAll(upTo: limit) : []
        guard bytes.count <= limit else { throw FileError("read", path, number: EFBIG) }
    }

    /// The bytes of what the user names as input: a file, or a pipe such as `<(command)`, read to its end.
    ///
    /// - Throws: ``FileError``; `EISDIR` for a folder, `EFBIG` for more than `limit` bytes.
    package static func input(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        let file = try FileDescriptor(path, O_RDONLY | O_NOCTTY)
        guard try file.status().st_mode & S_IFMT != S_IFDIR else { throw FileError("read", path, number: EISDIR) }
        let bytes = try file.readAll(upTo: limit)
        guard bytes.count <= limit else { throw FileError("read", path, number: EFBIG) }
        return bytes
    }

    /// Returns the first bytes of a plain file, so many at most; nil where it is none, or cannot be read.
    package static func beginning(_ path: String, upTo limit: Int) -> [UInt8]? {
        guard limit > 0, let file = try? FileDescriptor(path, O_RDONLY | O_NONBLOCK | O_NOCTTY),
            let status = try? file.status(), status.st_mode & S_IFMT == S_IFREG
        else { return nil }
        return try? file.readAll(upTo: limit - 1)
    }

    /// The user this process acts as.
    package static var currentUser: UInt32 { geteuid() }
}
