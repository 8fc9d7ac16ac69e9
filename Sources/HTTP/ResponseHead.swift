/// Collects the lines of a response's head.
struct ResponseHead {
    enum Step {
        case more
        case tooLarge
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
            status = unsafe Self.status(line)
            fields.removeAll(keepingCapacity: true)
        } else {
            if fields.isEmpty { fields.reserveCapacity(512) }
            unsafe fields.append(contentsOf: line)
        }
        return .more
    }

    /// The number behind the first blank; 0 where there is none.
    private static func status(_ line: UnsafeRawBufferPointer) -> Int {
        guard var index = unsafe line.firstIndex(of: 0x20) else { return 0 }
        var status = 0
        while index + 1 < line.count, status < 1000 {
            index += 1
            let byte = unsafe line[index]
            guard byte >= 0x30, byte <= 0x39 else { break }
            status = status * 10 + Int(byte - 0x30)
        }
        return status
    }
}
