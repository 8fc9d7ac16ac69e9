/// The head of a request to a ``LoopbackListener``.
public struct LoopbackRequest: Sendable, Hashable {
    /// Method, as in `GET`.
    public let method: String
    /// Path and query as they came, as in `/?code=C`.
    public let target: String

    /// Reads the request line of a head.
    ///
    /// - Parameter head: everything before the empty line.
    /// - Returns: nil where it is not HTTP/1.
    public init?(head: [UInt8]) {
        guard let line = String(validating: head.prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self) else { return nil }
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, !words[0].isEmpty, words[1].hasPrefix("/"), words[2].hasPrefix("HTTP/1.") else {
            return nil
        }
        method = String(words[0])
        target = String(words[1])
    }
}

/// The answer of a ``LoopbackListener``.
public struct LoopbackReply: Sendable, Hashable {
    /// 200, 400, 404 and so on.
    public let status: Int
    /// The body's media type.
    public let contentType: String
    /// The body.
    public let body: String

    /// A reply by its parts.
    public init(status: Int, contentType: String = "text/plain; charset=utf-8", body: String) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// The bytes on the wire. The connection closes after them, and no browser keeps the page, whose address has a
    /// code.
    var bytes: [UInt8] {
        let reason = [200: "OK", 400: "Bad Request", 404: "Not Found"][status] ?? "Status"
        let head = [
            "HTTP/1.1 \(status) \(reason)", "Content-Type: \(contentType)", "Content-Length: \(body.utf8.count)",
            "Cache-Control: no-store", "Referrer-Policy: no-referrer", "X-Content-Type-Options: nosniff",
            "Connection: close",
        ]
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }
}
