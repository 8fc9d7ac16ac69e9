import Glibc

/// Reads byte by byte, so that nothing beyond the line is taken from the next reader.
struct LineReader {
    let descriptor: Int32
    /// A byte that ends a line as a line feed does, and stays in it.
    var mark: UInt8?

    func next() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < 1 << 16 {
            let count = read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
            if byte == UInt8(ascii: "\n") { break }
            line.append(byte)
            if byte == mark { break }
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }
}
