import Glibc

extension AtomicFile {
    /// Replaces a file that other processes read all the time, readable by all, without waiting for the disk: a reader
    /// sees the old bytes or the new ones, and after a power cut maybe neither.
    ///
    /// - Throws: ``FileError``; the old file is then untouched.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
        let path = UserPath.expanded(path)
        let temporary = unfinishedName(of: path)
        do throws(FileError) {
            let file = try FileDescriptor(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o644)
            try file.writeAll(bytes)
        } catch {
            unlink(temporary)
            throw error
        }
        do throws(FileError) { try rename(temporary, to: path) } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Removes a folder in which nothing is.
    ///
    /// - Throws: ``FileError``, also where something is in it.
    package static func removeEmptyDirectory(_ path: String) throws(FileError) {
        let path = UserPath.expanded(path)
        guard rmdir(path) == 0 else { throw FileError("remove", path) }
    }
}
