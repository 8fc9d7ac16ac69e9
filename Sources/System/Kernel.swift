import Glibc

/// The operating system's kernel.
package enum Kernel {
    /// Description, as in `Linux 6.8.0 x86_64`; nil if it is not known.
    package static var description: String? {
        var names = utsname()
        guard uname(&names) == 0 else { return nil }
        return [text(names.sysname), text(names.release), text(names.machine)].joined(separator: " ")
    }

    private static func text<T>(_ field: T) -> String {
        withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
