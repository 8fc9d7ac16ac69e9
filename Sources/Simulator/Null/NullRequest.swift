import NIOCore

/// A request as far as the null server wants to know: read with as little work as can be.
struct NullRequest: Sendable, Hashable {
    var method: String
    var path: String
    /// The number behind the first `#` of the body.
    var number: Int?

    /// A request that is longer is none.
    static let largest = 10 << 20

    /// Takes a whole request from the front of `buffer`; nil where it is not all there yet.
    ///
    /// - Throws: ``Malformed`` for what is none, or has a body of unknown length.
    static func take(from buffer: inout ByteBuffer) throws(Malformed) -> NullRequest? {
        let view = buffer.readableBytesView
        guard let end = headEnd(view) else {
            if view.count > largest { throw Malformed() }
            return nil
        }
        let head = String(decoding: view[..<end], as: UTF8.self)
        var lines = head.split(separator: "\r\n", omittingEmptySubsequences: true)[...]
        let words = (lines.popFirst() ?? "").split(separator: " ")
        guard words.count == 3 else { throw Malformed() }
        var length = 0
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { throw Malformed() }
            switch parts[0].lowercased() {
            case "content-length":
                guard let value = Int(parts[1].drop { $0 == " " }), (0...largest).contains(value) else {
                    throw Malformed()
                }
                length = value
            case "transfer-encoding": throw Malformed()
            default: break
            }
        }
        let total = end - view.startIndex + length
        guard view.count >= total else { return nil }
        let body = view[end..<(end + length)]
        let request = NullRequest(method: String(words[0]), path: String(words[1]), number: number(in: body))
        buffer.moveReaderIndex(forwardBy: total)
        return request
    }

    /// Not a request.
    struct Malformed: Error {}

    private static func headEnd(_ view: ByteBufferView) -> Int? {
        view.withUnsafeBytes { bytes in
            var index = 3
            while index < bytes.count {
                if bytes[index] == 10, bytes[index - 1] == 13, bytes[index - 2] == 10, bytes[index - 3] == 13 {
                    return view.startIndex + index + 1
                }
                index += 1
            }
            return nil
        }
    }

    private static func number(in body: ByteBufferView) -> Int? {
        guard let mark = body.firstIndex(of: UInt8(ascii: "#")) else { return nil }
        let digits = body[(mark + 1)...].prefix { (48...57).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
