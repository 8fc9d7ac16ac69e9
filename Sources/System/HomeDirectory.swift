import Glibc

/// The place of the user's own files.
package enum HomeDirectory {
    /// `HOME`, else what the user database says; nil where neither knows.
    package static func path(environment: [String: String]) -> String? {
        if let home = environment["HOME"], !home.isEmpty { return home }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16 << 10) { buffer in
            guard let start = buffer.baseAddress, getpwuid_r(geteuid(), &entry, start, buffer.count, &found) == 0,
                found != nil, let home = entry.pw_dir
            else { return nil }
            return String(cString: home)
        }
    }
}
