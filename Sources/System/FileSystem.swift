import Glibc

/// The file system that a folder is on.
package struct FileSystem: Sendable, Hashable {
    /// Its kind in the kernel's word, as in `ext4`, `nfs4` or `lustre`; nil if it is not known.
    package let kind: String?
    /// Bytes that this user may still write; quotas are not in it on every kind.
    package let freeBytes: Int
    /// Files that may still be made; nil where it sets no limit.
    package let freeFiles: Int?

    /// A file system by its parts.
    package init(kind: String?, freeBytes: Int, freeFiles: Int?) {
        self.kind = kind
        self.freeBytes = freeBytes
        self.freeFiles = freeFiles
    }

    /// The file system of the folder `path`; nil where the kernel does not tell.
    package init?(of path: String) {
        var (space, status) = (statvfs(), stat())
        guard statvfs(path, &space) == 0, stat(path, &status) == 0 else { return nil }
        let (bytes, overflows) = Int(clamping: space.f_bavail).multipliedReportingOverflow(
            by: Int(clamping: space.f_frsize))
        let mounts = (try? FileContents.input("/proc/self/mountinfo", limit: 16 << 20)) ?? []
        self.init(
            kind: Self.kind(
                device: UInt64(status.st_dev), path: UserPath.absolute(path),
                mounts: String(decoding: mounts, as: UTF8.self)),
            freeBytes: overflows ? .max : bytes, freeFiles: space.f_files == 0 ? nil : Int(clamping: space.f_favail))
    }

    /// Whether other machines use it at the same time.
    package var isShared: Bool {
        guard let kind else { return false }
        let known = [
            "nfs", "lustre", "gpfs", "cifs", "smb", "afs", "beegfs", "ceph", "panfs", "dvs", "pvfs", "orangefs",
        ]
        return known.contains { kind.hasPrefix($0) } || kind == "fuse.sshfs"
    }

    /// Whether its files are in memory alone.
    package var isInMemory: Bool { kind == "tmpfs" || kind == "ramfs" }

    /// Returns the kind of the file system with that device number; where none has it, as on Btrfs, of the one whose
    /// mount point is nearest above `path`.
    ///
    /// - Parameter mounts: the text of `/proc/self/mountinfo`.
    static func kind(device: UInt64, path: String, mounts: String) -> String? {
        let major = (device >> 8 & 0xFFF) | (device >> 32 & ~0xFFF)
        let minor = (device & 0xFF) | (device >> 12 & ~0xFF)
        var nearest: (length: Int, kind: String)?
        var found: String?
        for line in mounts.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 4, let mark = words.firstIndex(of: "-"), mark + 1 < words.count else { continue }
            let kind = String(words[mark + 1])
            // The later of two is mounted over the earlier.
            if words[2] == "\(major):\(minor)" { found = kind }
            let point = words[4].replacing("\\040", with: " ")
            guard path == point || point == "/" || path.hasPrefix(point + "/") else { continue }
            if point.utf8.count >= nearest?.length ?? 0 { nearest = (point.utf8.count, kind) }
        }
        return found ?? nearest?.kind
    }
}
