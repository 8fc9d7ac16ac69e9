import Glibc

/// Writing to standard output and error, and reading standard input.
public enum StandardStreams {
    /// Writes all of `text` to standard output. A reader that has gone away (`alcf … | head`) ends the program quietly.
    public static func out(_ text: String) {
        guard write(Array(text.utf8), to: 1) == EPIPE else { return }
        exit(0)
    }

    /// Writes all of `text` to standard error.
    public static func error(_ text: String) { _ = write(Array(text.utf8), to: 2) }

    /// All of standard input, at most `limit` bytes; nil where there is more.
    public static func readAll(upTo limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(0, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
            if bytes.count > limit { return nil }
        }
    }

    /// 0, or the number of what went wrong.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            rest = rest.dropFirst(count)
        }
        return 0
    }
}
