import Glibc

/// Files of the user's that grow line by line, also from several processes.
package enum AppendedFile {
    /// Appends one line, which is on the disk afterwards. Blocks while another process writes.
    ///
    /// The file is made with mode 0600 where there is none. A last line that a crash cut short gets an end, so that it
    /// spoils no other. What is no plain file, what belongs to another user, and a symbolic link are refused: in a
    /// folder that others may write to, a link would let them choose what is written over.
    ///
    /// - Parameter line: without a newline.
    /// - Throws: ``FileError``.
    package static func append(_ line: [UInt8], to path: String) throws(FileError) {
        let path = UserPath.expanded(path)
        try AtomicFile.makeDirectory(AtomicFile.parent(of: path))
        let file = try FileDescriptor(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK, mode: 0o600)
        let status = try file.status()
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError("append to", path, number: EINVAL) }
        guard status.st_uid == geteuid() else { throw FileError("append to", path, number: EPERM) }
        if status.st_mode & 0o077 != 0, fchmod(file.raw, 0o600) != 0 { throw FileError("set permissions of", path) }
        try lock(file, path)
        let isTorn = try endsInsideLine(file, path)
        try file.writeAll((isTorn ? [newline] : []) + line + [newline])
        try file.synchronize()
    }

    /// Waits for two seconds at most: nobody holds the lock for longer than one line takes, but one who was stopped.
    private static func lock(_ file: borrowing FileDescriptor, _ path: String) throws(FileError) {
        for _ in 0..<200 {
            if flock(file.raw, LOCK_EX | LOCK_NB) == 0 { return }
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: usleep(10_000)
            // A file system without locks still appends a short line in one piece.
            case ENOLCK, ENOTSUP: return
            default: throw FileError("lock", path)
            }
        }
        throw FileError("lock", path, number: EWOULDBLOCK)
    }

    private static let newline = UInt8(ascii: "\n")

    private static func endsInsideLine(_ file: borrowing FileDescriptor, _ path: String) throws(FileError) -> Bool {
        let size = try file.status().st_size
        guard size > 0 else { return false }
        var last: UInt8 = 0
        guard pread(file.raw, &last, 1, size - 1) == 1 else { throw FileError("read", path) }
        return last != newline
    }
}
