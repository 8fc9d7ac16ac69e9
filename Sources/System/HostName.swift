import Glibc

/// The name of this machine.
package enum HostName {
    /// The host name without a trailing `.local`; `localhost` where there is none.
    package static var current: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return trimmed(name)
    }

    static func trimmed(_ name: String) -> String {
        let short = name.hasSuffix(".local") ? String(name.dropLast(6)) : name
        return short.isEmpty ? "localhost" : short
    }
}
