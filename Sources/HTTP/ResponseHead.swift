/// Collects the lines of a response's head.
struct ResponseHead {
    enum Step {
        case more
        case tooLarge
        /// The status is not of three digits.
        case malformed
        case complete
    }

    /// libcurl has limits of its own, which differ between versions.
    static let limit = 256 << 10

    private(set) var status = 0
    private var fields: [UInt8] = []
    /// Bytes of all lines so far.
    private(set) var size = 0
    private var isComplete = false

    /// Whether the status that was read last is not an informational one.
    var isFinal: Bool { status >= 200 }

    /// The fields, once the head is complete.
    var headers: HTTPHeaders { HTTPHeaders(lines: fields) }

    /// Takes one line with its line end. Informational heads are passed over, and so are trailers; all of them count.
    mutating func append(_ line: UnsafeRawBufferPointer) -> Step {
        size += line.count
        guard size <= Self.limit else { return .tooLarge }
        if isComplete { return .more }
        guard let first = unsafe line.first, first != 0x0A, first != 0x0D else {
            guard isFinal else { return .more }
            isComplete = true
            return .complete
        }
        if unsafe line.starts(with: "HTTP/".utf8) {
            guard let read = unsafe Self.status(line) else { return .malformed }
            status = read
            fields.removeAll(keepingCapacity: true)
        } else {
            if fields.isEmpty { fields.reserveCapacity(512) }
            unsafe fields.append(contentsOf: line)
        }
        return .more
    }

    /// The number of three digits behind the first blank; nil where something else stands.
    private static func status(_ line: UnsafeRawBufferPointer) -> Int? {
        guard let blank = unsafe line.firstIndex(of: 0x20), blank + 3 < line.count else { return nil }
        var status = 0
        for index in blank + 1...blank + 3 {
            let byte = unsafe line[index]
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            status = status * 10 + Int(byte - 0x30)
        }
        let next = blank + 4 < line.count ? unsafe line[blank + 4] : 0x20
        return status >= 100 && [0x20, 0x0A, 0x0D].contains(next) ? status : nil
    }
}
