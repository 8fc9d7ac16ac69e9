import Glibc

/// A folder that only this user can enter.
package enum TemporaryFolder {
    /// Makes one below `TMPDIR` or `/tmp`; nil where that cannot be done. It is removed with all that is in it when a
    /// signal ends the program.
    package static func make(_ prefix: String) -> String? {
        let parent = ProcessEnvironment.value("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(parent)/\(prefix)-XXXXXX".utf8CString)
        return Leftovers.addFolder {
            guard mkdtemp(&template) != nil else { return nil }
            return String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// Removes a folder and the plain files in it.
    package static func remove(_ path: String) {
        // Where a signal ends the program, another thread may still be writing a file there.
        for _ in 0..<100 {
            removeFiles(path)
            if rmdir(path) == 0 || errno != ENOTEMPTY { break }
        }
        Leftovers.forget(folder: path)
    }

    private static func removeFiles(_ path: String) {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { start in
                start.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink("\(path)/\(name)") }
        }
        closedir(folder)
    }
}
