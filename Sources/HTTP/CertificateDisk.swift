import ALCFSystem
import Glibc

/// The questions about files that the choice of certificates depends on.
struct CertificateDisk: Sendable {
    /// Whether a path leads to a file that can be read.
    let isFile: @Sendable (String) -> Bool
    /// Whether it leads to anything.
    let exists: @Sendable (String) -> Bool
    /// Whether it leads to a folder.
    let isFolder: @Sendable (String) -> Bool
    /// Whether it is a folder in which OpenSSL would find a certificate.
    let holdsCertificates: @Sendable (String) -> Bool

    /// This machine's disk.
    static let machine = CertificateDisk(
        isFile: { unsafe access($0, R_OK) == 0 && !isFolder($0) },
        exists: { unsafe access($0, F_OK) == 0 }, isFolder: { isFolder($0) },
        holdsCertificates: { path in
            guard let entries = try? FolderContents.entries(path, limit: 100_000) else { return false }
            return entries.contains { isHashed($0.name) }
        })

    /// Whether OpenSSL looks for certificates in files of such a name: eight hexadecimal digits, and a number.
    static func isHashed(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].utf8.count == 8 && UInt32(parts[0], radix: 16) != nil
            && UInt(parts[1]) != nil
    }

    private static func isFolder(_ path: String) -> Bool {
        guard let folder = unsafe opendir(path) else { return false }
        unsafe closedir(folder)
        return true
    }
}
