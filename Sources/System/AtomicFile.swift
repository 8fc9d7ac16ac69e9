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
        // A device or a pipe is no file that could be replaced.
        var status = stat()
        if lstat(target, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw FileError("replace", target, number: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        let directory = parent(of: target)
        try makeDirectory(directory)
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        let temporary = "\(target).\(getpid()).\(random)\(temporaryEnding)"
        let leftover = Leftovers.add(temporary)
        defer { Leftovers.forget(leftover) }
        do throws(FileError) {
            let file = try FileDescriptor(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
            guard fchmod(file.raw, permissions) == 0 else { throw FileError("set permissions of", temporary) }
            try file.writeAll(bytes)
            try file.synchronize()
            guard Glibc.rename(temporary, target) == 0 else { throw FileError("replace", target) }
        } catch {
            unlink(temporary)
            throw error
        }
        // The new name itself must survive a power cut; a file system that cannot do that has still got the file.
        if let folder = try? FileDescriptor(directory, O_RDONLY | O_DIRECTORY) { fsync(folder.raw) }
    }

    private static let temporaryEnding = ".tmp"

    /// Removes the temporary files that processes left beside `path` when they were killed in the middle of a write.
    ///
    /// - Parameter seconds: how old they must be: a younger one may be somebody's who is still at it.
    public static func removeLeftovers(of path: String, olderThan seconds: Double) {
        let target = resolved(path)
        let directory = parent(of: target)
        let prefix = (target.split(separator: "/").last.map(String.init) ?? target) + "."
        guard let folder = opendir(directory) else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasPrefix(prefix), name.hasSuffix(temporaryEnding) else { continue }
            var status = stat()
            let leftover = directory + "/" + name
            guard lstat(leftover, &status) == 0, status.st_uid == geteuid() else { continue }
            if Double(time(nil) - status.st_mtim.tv_sec) >= seconds { unlink(leftover) }
        }
    }

    /// Removes the file that `path` leads to.
    ///
    /// - Throws: ``FileError``; that there is none is no error.
    public static func remove(_ path: String) throws(FileError) {
        guard unlink(resolved(path)) == 0 || errno == ENOENT else { throw FileError("remove", path) }
    }

    /// Gives the file at `path` another name in the same directory.
    ///
    /// - Throws: ``FileError``.
    public static func rename(_ path: String, to name: String) throws(FileError) {
        guard Glibc.rename(path, name) == 0 else { throw FileError("rename", path) }
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
