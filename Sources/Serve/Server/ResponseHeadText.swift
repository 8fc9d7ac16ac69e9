import NIOHTTP1

/// The head of an answer as it is sent.
enum ResponseHeadText {
    /// Returns the lines of a head.
    ///
    /// - Parameters:
    ///   - isChunked: whether the body comes in chunks.
    ///   - keepsAlive: whether the connection serves another request afterwards.
    static func bytes(
        _ status: Int, _ headers: [(name: String, value: String)], isChunked: Bool, keepsAlive: Bool
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        func add(_ name: String, _ value: String) {
            bytes += name.utf8
            bytes += ": ".utf8
            // Some values come from the service's lists, or from a client.
            for byte in value.utf8 { bytes.append((0x20..<0x7F).contains(byte) ? byte : UInt8(ascii: "?")) }
            bytes += "\r\n".utf8
        }
        bytes += "HTTP/1.1 \(status) \(HTTPResponseStatus(statusCode: status).reasonPhrase)\r\n".utf8
        for (name, value) in headers { add(name, value) }
        if isChunked { add("Transfer-Encoding", "chunked") }
        if !keepsAlive { add("Connection", "close") }
        bytes += "\r\n".utf8
        return bytes
    }
}
