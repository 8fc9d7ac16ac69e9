/// Collects the lines of a response's head.
struct ResponseHead {
    enum Step {
        case more
        case tooLarge
        case complete(status: Int, HTTPHeaders)
    }

    /// libcurl has limits of its own, which differ between versions.
    static let limit = 256 << 10

    private var status = 0
    private var fields: [(name: String, value: String)] = []
    private var size = 0
    private var isComplete = false

    /// Whether the status that was read last is not an informational one.
    var isFinal: Bool { status >= 200 }

    /// Takes one line with its line end. Informational heads are passed over, and so are trailers.
    mutating func append(_ line: UnsafeRawBufferPointer) -> Step {
        if isComplete { return .more }
        size += line.count
        guard size <= Self.limit else { return .tooLarge }
        let text = unsafe String(decoding: line, as: UTF8.self).trimmingWhitespace()
        if text.isEmpty {
            guard status >= 200 else { return .more }
            isComplete = true
            return .complete(status: status, HTTPHeaders(fields))
        }
        if text.hasPrefix("HTTP/") {
            let words = text.split(separator: " ", maxSplits: 2)
            status = words.count > 1 ? Int(words[1]) ?? 0 : 0
            fields = []
        } else if let colon = text.firstIndex(of: ":") {
            let name = String(text[..<colon])
            fields.append((name, String(text[text.index(after: colon)...]).trimmingWhitespace()))
        }
        return .more
    }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        let isBlank = { (c: Character) in c == " " || c == "\t" || c == "\r" || c == "\n" || c == "\r\n" }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
