import Glibc

/// The entries of a folder, told apart by kind. Symbolic links are entries like others: none is followed.
package enum FolderContents {
    /// An entry.
    package struct Entry: Sendable, Hashable {
        /// Its name in the folder.
        package let name: String
        /// Its kind.
        package let kind: Kind
    }

    /// A kind of entry.
    package enum Kind: Sendable, Hashable {
        /// A plain file.
        case file
        /// A folder.
        case folder
        /// A symbolic link, whatever it leads to.
        case link
        /// A device, a pipe or a socket.
        case other
    }

    /// Returns the entries, sorted by name.
    ///
    /// - Parameters:
    ///   - path: the folder's, which may be a link.
    ///   - limit: the most entries.
    /// - Throws: ``FileError``; `EFBIG` for more than `limit`.
    package static func entries(_ path: String, limit: Int) throws(FileError) -> [Entry] {
        guard let folder = opendir(UserPath.expanded(path)) else { throw FileError("open", path) }
        defer { closedir(folder) }
        var entries: [Entry] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            guard entries.count < limit else { throw FileError("read", path, number: EFBIG) }
            var status = stat()
            guard fstatat(dirfd(folder), &entry.pointee.d_name.0, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                // It was removed meanwhile.
                if errno == ENOENT { continue }
                throw FileError("examine", path + "/" + name)
            }
            entries.append(Entry(name: name, kind: Kind(mode: status.st_mode)))
        }
        return entries.sorted { $0.name < $1.name }
    }
}

extension FolderContents.Kind {
    /// The kind that a file's mode tells.
    init(mode: mode_t) {
        self =
            switch mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
    }
}
