import Glibc

/// The C library that is loaded.
package enum CLibrary {
    /// Name and version, as in `glibc 2.36`; nil where it does not tell.
    package static var version: String? {
        var buffer = [CChar](repeating: 0, count: 128)
        let length = confstr(Int32(_CS_GNU_LIBC_VERSION), &buffer, buffer.count)
        guard length > 1, length <= buffer.count else { return nil }
        return String(decoding: buffer[..<(length - 1)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
