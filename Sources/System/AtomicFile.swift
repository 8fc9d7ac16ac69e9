import Glibc

/// Files that are replaced as a whole: a reader sees the old text or the new one, never half of it.
public enum AtomicFile {
    /// Writes `bytes` to a temporary file beside `path`, flushes it to the disk and renames it over `path`.
    ///
    /// A symbolic link stays one: the file it points to is replaced. Missing directories are made with mode 0700.
    ///
    /// - Parameter permissions: of the new file, whatever the umask and the old file's were.
    /// - Throws: ``FileError``; the old file is then untouched and the temporary one removed.
    public static func write(_ bytes: [UInt8], to path: String, permissions: UInt32 = 0o600) throws(FileError) {
        let target = resolved(path)
        let directory = parent(of: target)
        try makeDirectory(directory)
        let temporary = "\(target).\(getpid()).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
        do throws(FileError) {
            let file = try FileDescriptor(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
            guard fchmod(file.raw, permissions) == 0 else { throw FileError("set permissions of", temporary) }
            try file.writeAll(bytes)
            try file.synchronize()
            guard rename(temporary, target) == 0 else { throw FileError("replace", target) }
        } catch {
            unlink(temporary)
            throw error
        }
        // The new name itself must survive a power cut; a file system that cannot do that has still got the file.
        if let folder = try? FileDescriptor(directory, O_RDONLY | O_DIRECTORY) { fsync(folder.raw) }
    }

    /// Makes the directory `path` and those above it, with mode 0700, where they are missing.
    ///
    /// - Throws: ``FileError``.
    public static func makeDirectory(_ path: String) throws(FileError) {
        if mkdir(path, 0o700) == 0 { return }
        switch errno {
        case EEXIST: return
        case ENOENT where parent(of: path) != path:
            try makeDirectory(parent(of: path))
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError("make directory", path) }
        default:
            // Automounters and read-only roots refuse before they look whether it exists.
            let number = errno
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw FileError("make directory", path, number: number)
            }
        }
    }

    /// The path of the file that `path` leads to: symbolic links followed, also one whose target is missing.
    public static func resolved(_ path: String) -> String {
        var current = path
        for _ in 0..<40 {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let length = readlink(current, &buffer, buffer.count)
            guard length > 0 else { return current }
            let target = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            current = target.hasPrefix("/") ? target : parent(of: current) + "/" + target
        }
        return current
    }

    /// The directory that `path` is in.
    public static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
