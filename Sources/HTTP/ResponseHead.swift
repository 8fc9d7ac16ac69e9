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
        let text = unsafe Self.trimmed([UInt8](line)[...])
        if text.isEmpty {
            guard isFinal else { return .more }
            isComplete = true
            return .complete(status: status, HTTPHeaders(fields))
        }
        if text.starts(with: "HTTP/".utf8) {
            let words = text.split(separator: UInt8(ascii: " "), maxSplits: 2)
            status = words.count > 1 ? Int(String(decoding: words[1], as: UTF8.self)) ?? 0 : 0
            fields = []
        } else if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
            let value = Self.trimmed(text[(colon + 1)...])
            fields.append(
                (String(decoding: text[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
        }
        return .more
    }

    /// Without blanks, tabs and line ends on both sides.
    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
        var (start, end) = (line.startIndex, line.endIndex)
        while start < end, isBlank(line[start]) { start += 1 }
        while start < end, isBlank(line[end - 1]) { end -= 1 }
        return line[start..<end]
    }
}
