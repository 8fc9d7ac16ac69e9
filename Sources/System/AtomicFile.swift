import Glibc

/// Files that are replaced as a whole: a reader sees the old text or the new one, never half of it.
package enum AtomicFile {
    /// Writes `bytes` to a temporary file beside `path`, flushes it to the disk and renames it over `path`.
    ///
    /// A symbolic link stays one: the file it points to is replaced. Missing directories are made with mode 0700.
    ///
    /// - Parameters:
    ///   - permissions: of the new file, whatever the umask and the old file's were.
    ///   - mayWriteInPlace: whether a file that cannot be replaced, such as one that is mounted by itself or in a
    ///     directory that cannot be written, is written over. A reader may then see half of it, so that it takes a
    ///     lock that readers know, or readers who try again.
    /// - Throws: ``FileError``; the old file is then untouched and the temporary one removed.
    package static func write(
        _ bytes: [UInt8], to path: String, permissions: UInt32 = 0o600, mayWriteInPlace: Bool = false
    ) throws(FileError) {
        let target = resolved(UserPath.expanded(path))
        // A device or a pipe is no file that could be replaced.
        var status = stat()
        if lstat(target, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw FileError("replace", target, number: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        let directory = parent(of: target)
        try makeDirectory(directory)
        let temporary = unfinishedName(of: target)
        let leftover = Leftovers.add(temporary)
        defer { Leftovers.forget(leftover) }
        let isThere = lstat(target, &status) == 0
        do throws(FileError) {
            let file = try FileDescriptor(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
            guard fchmod(file.raw, permissions) == 0 else { throw FileError("set permissions of", temporary) }
            try file.writeAll(bytes)
            try file.synchronize()
            guard Glibc.rename(temporary, target) == 0 else { throw FileError("replace", target) }
        } catch {
            unlink(temporary)
            guard mayWriteInPlace, isThere, irreplaceable.contains(error.number) else {
                throw error.about(target, insteadOf: temporary)
            }
            return try writeInPlace(bytes, to: target, permissions: permissions)
        }
        synchronize(directory)
    }

    /// Has `write` make a file under another name beside `path`, and gives it that name when it is whole. Where it
    /// does not come to that, by an error or by a signal that ends the program, nothing is left.
    ///
    /// - Parameter write: makes the file of the name that it is given, and waits until it is on the disk.
    /// - Throws: ``FileError`` where the name cannot be given, and what `write` throws.
    package static func publish(_ path: String, _ write: (_ unfinished: String) throws -> Void) throws {
        let target = resolved(UserPath.expanded(path))
        let unfinished = unfinishedName(of: target)
        let leftover = Leftovers.add(unfinished)
        defer { Leftovers.forget(leftover) }
        do {
            try write(unfinished)
            guard Glibc.rename(unfinished, target) == 0 else { throw FileError("replace", target) }
        } catch {
            unlink(unfinished)
            if let error = error as? FileError { throw error.about(target, insteadOf: unfinished) }
            throw error
        }
        synchronize(parent(of: target))
    }

    /// A new name itself must survive a power cut; a file system that cannot do that has still got the file.
    private static func synchronize(_ directory: String) {
        if let folder = try? FileDescriptor(directory, O_RDONLY | O_DIRECTORY) { fsync(folder.raw) }
    }

    private static let temporaryEnding = ".tmp"

    /// Errors which say that a directory's entry cannot be changed, and nothing of the file itself.
    private static let irreplaceable: Set<CInt> = [EBUSY, EXDEV, EPERM, EACCES, EROFS]

    /// Writes over a file. Where that fails in the middle, as on a full disk, the old bytes are put back as far as can
    /// be.
    private static func writeInPlace(_ bytes: [UInt8], to path: String, permissions: UInt32) throws(FileError) {
        let file = try FileDescriptor(path, O_RDWR | O_NOFOLLOW)
        let old = try file.readAll(upTo: 16 << 20)
        do throws(FileError) {
            // Nobody else may read it before the new bytes are there.
            if fchmod(file.raw, permissions) != 0, try file.status().st_mode & 0o777 & ~permissions != 0 {
                throw FileError("set permissions of", path)
            }
            try overwrite(file, with: bytes, path)
        } catch {
            try? overwrite(file, with: old, path)
            throw error
        }
    }

    private static func overwrite(_ file: borrowing FileDescriptor, with bytes: [UInt8], _ path: String)
        throws(FileError)
    {
        guard lseek(file.raw, 0, SEEK_SET) == 0 else { throw FileError("write", path) }
        try file.writeAll(bytes)
        guard ftruncate(file.raw, off_t(bytes.count)) == 0 else { throw FileError("shorten", path) }
        try file.synchronize()
    }

    /// Finds out whether ``write(_:to:permissions:mayWriteInPlace:)`` would succeed, by a temporary file of 16 KiB
    /// beside it; where the directory is yet to be made, by a look at the one above.
    ///
    /// - Throws: ``FileError`` where it would not.
    package static func probe(_ path: String) throws(FileError) {
        let target = resolved(path)
        var status = stat()
        let isThere = lstat(target, &status) == 0
        if isThere, status.st_mode & S_IFMT != S_IFREG {
            throw FileError("replace", target, number: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        var directory = parent(of: target)
        var isMissing = false
        while stat(directory, &status) != 0, errno == ENOENT, parent(of: directory) != directory {
            directory = parent(of: directory)
            isMissing = true
        }
        if isMissing {
            guard faccessat(AT_FDCWD, directory, W_OK | X_OK, AT_EACCESS) == 0 else {
                throw FileError("make a directory in", directory)
            }
            return
        }
        let temporary = unfinishedName(of: target)
        let leftover = Leftovers.add(temporary)
        defer {
            unlink(temporary)
            Leftovers.forget(leftover)
        }
        do throws(FileError) {
            let file = try FileDescriptor(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
            try file.writeAll([UInt8](repeating: 0x20, count: 16 << 10))
            try file.synchronize()
        } catch {
            guard isThere, irreplaceable.contains(error.number) else {
                throw error.about(target, insteadOf: temporary)
            }
            _ = try FileDescriptor(target, O_RDWR | O_NOFOLLOW)
        }
    }

    /// Returns a new name beside `path`, for content that is to have that name when it is whole.
    static func unfinishedName(of path: String) -> String {
        "\(path).\(getpid()).\(String(UInt64.random(in: .min ... .max), radix: 36))\(temporaryEnding)"
    }

    /// Returns the name that an unfinished file is to have when it is whole; nil for the name of another file.
    package static func finishedName(_ name: String) -> String? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 3, name.hasSuffix(temporaryEnding), Int(parts[parts.count - 3]) != nil else { return nil }
        return parts.dropLast(3).joined(separator: ".")
    }

    /// Removes the temporary files that processes left beside `path` when they were killed in the middle of a write.
    ///
    /// - Parameter seconds: their least age: a younger one may belong to a process that is still at work.
    package static func removeLeftovers(of path: String, olderThan seconds: Double) {
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
    package static func remove(_ path: String) throws(FileError) {
        guard unlink(resolved(path)) == 0 || errno == ENOENT else { throw FileError("remove", path) }
    }

    /// Gives the file at `path` another name in the same directory.
    ///
    /// - Throws: ``FileError``.
    package static func rename(_ path: String, to name: String) throws(FileError) {
        guard Glibc.rename(path, name) == 0 else { throw FileError("rename", path) }
    }

    /// Makes the directory `path` and those above it, with mode 0700, where they are missing.
    ///
    /// - Throws: ``FileError``.
    package static func makeDirectory(_ path: String) throws(FileError) {
        if UserPath.namesOtherHome(path) { throw FileError("make directory", path, number: EINVAL) }
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
    package static func resolved(_ path: String) -> String {
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
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
