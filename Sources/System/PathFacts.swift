import Glibc

/// The properties of a file or folder, without its content.
package struct PathFacts: Sendable, Hashable {
    /// Kind of what the path leads to.
    package let kind: FolderContents.Kind
    /// The user who owns it.
    package let owner: UInt32
    /// Its permission bits, as in 0o600.
    package let permissions: UInt32
    /// The path that a symbolic link leads to; nil where the path is none.
    package let linkTarget: String?

    /// Properties by their parts.
    package init(kind: FolderContents.Kind, owner: UInt32, permissions: UInt32, linkTarget: String? = nil) {
        self.kind = kind
        self.owner = owner
        self.permissions = permissions
        self.linkTarget = linkTarget
    }

    /// The properties of what `path` leads to; nil where there is nothing, or it may not be looked at.
    package init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let target = AtomicFile.resolved(path)
        self.init(
            kind: FolderContents.Kind(mode: status.st_mode), owner: status.st_uid,
            permissions: status.st_mode & 0o7777, linkTarget: target == path ? nil : target)
    }

    /// Returns `path`, or the nearest folder above it that is there.
    package static func nearestExisting(_ path: String) -> String {
        var path = path
        var status = stat()
        while stat(path, &status) != 0, AtomicFile.parent(of: path) != path { path = AtomicFile.parent(of: path) }
        return path
    }

    /// Whether this process may make files in the folder `path`.
    package static func isWritable(_ path: String) -> Bool {
        faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) == 0
    }
}
