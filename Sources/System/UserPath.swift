import Glibc

/// Paths as people write them in variables and options, where no shell has expanded them.
package enum UserPath {
    /// The path with `~/`, `$HOME/` and `${HOME}/` at its beginning expanded; any other as it is. A folder that is
    /// really named `~` is written `./~`.
    package static func expanded(
        _ path: String, environment: (String) -> String? = ProcessEnvironment.value
    ) -> String {
        for mark in ["~", "$HOME", "${HOME}"] where path == mark || path.utf8.starts(with: (mark + "/").utf8) {
            guard let home = HomeDirectory.path(environment: environment("HOME").map { ["HOME": $0] } ?? [:]) else {
                return path
            }
            return (home.hasSuffix("/") ? String(home.dropLast()) : home) + path.dropFirst(mark.count)
        }
        return path
    }

    /// Whether it names another user's home, as in `~user/x`, which nothing here looks up: it would make a folder of
    /// that name.
    package static func namesOtherHome(_ path: String) -> Bool {
        path.utf8.first == UInt8(ascii: "~") && path != "~" && !path.utf8.starts(with: "~/".utf8)
    }

    /// The path from the root on, so that it means the same wherever it is read.
    package static func absolute(_ path: String) -> String {
        guard path.utf8.first != UInt8(ascii: "/"), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        let folder = String(cString: here)
        let relative = path.utf8.starts(with: "./".utf8) ? String(path.dropFirst(2)) : path
        return folder + (folder.hasSuffix("/") ? "" : "/") + relative
    }
}
