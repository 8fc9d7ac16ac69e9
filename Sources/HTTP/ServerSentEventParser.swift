public import ALCFSystem

/// Reads a `text/event-stream` from pieces of any size, as WHATWG says
/// (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream), in linear time.
///
/// One thing differs: ``finish()`` hands out an event whose blank line never came, which a browser would discard.
public struct ServerSentEventParser: Sendable {
    /// Maximum number of bytes of one event, or of one line.
    public let limit: Int
    /// The lines that are no fields of an event, as far as they fit into ``strayLimit`` bytes: a server that fails may
    /// say why there.
    public private(set) var stray: [UInt8] = []
    /// Maximum number of bytes of ``stray``.
    public static let strayLimit = 16 << 10

    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var name: [UInt8] = []
    private var id: String?
    private var lastTime: MonotonicTime?
    private var endedInCR = false
    /// Bytes of the byte order mark seen so far; nil once the stream's start is behind us.
    private var markBytes: Int? = 0

    /// Maximum number of bytes of a stream: an answer of a hundred thousand tokens has some tens of MiB.
    public static let streamLimit = 256 << 20
    private let streamLimit: Int
    private var received = 0

    /// - Parameters:
    ///   - limit: bytes of one event; 4 MiB where nothing else is said.
    ///   - streamLimit: bytes of all events; ``streamLimit`` where nothing else is said.
    public init(limit: Int = 4 << 20, streamLimit: Int = streamLimit) {
        self.limit = limit
        self.streamLimit = streamLimit
    }

    /// The events that `bytes` complete, each stamped `time`.
    ///
    /// - Throws: ``HTTPError`` with code `tooLarge` for an event or a stream beyond the limit; the parser is of no use
    ///   afterwards.
    public mutating func feed(_ bytes: [UInt8], at time: MonotonicTime) throws(HTTPError) -> [ServerSentEvent] {
        lastTime = time
        received += bytes.count
        guard received <= streamLimit else {
            throw HTTPError(.tooLarge, "the stream is longer than \(streamLimit) bytes")
        }
        var events: [ServerSentEvent] = []
        var rest = bytes[...]
        skipByteOrderMark(&rest)
        if endedInCR, let first = rest.first {
            // The LF of a CRLF that was torn over two reads.
            if first == lineFeed { rest.removeFirst() }
            endedInCR = false
        }
        while let end = rest.firstIndex(where: { $0 == lineFeed || $0 == carriageReturn }) {
            if line.isEmpty {
                // As much as of a line that comes in pieces.
                try check(end - rest.startIndex)
                try take(rest[..<end], at: time, into: &events)
            } else {
                try hold(rest[..<end])
                let whole = line
                line.removeAll(keepingCapacity: true)
                try take(whole[...], at: time, into: &events)
            }
            let isCR = rest[end] == carriageReturn
            rest = rest[(end + 1)...]
            if isCR {
                if rest.isEmpty { endedInCR = true } else if rest.first == lineFeed { rest.removeFirst() }
            }
        }
        try hold(rest)
        return events
    }

    /// The event that was under way when the stream ended without its blank line, stamped with the last read's time.
    public mutating func finish() -> ServerSentEvent? {
        guard let lastTime else { return nil }
        var events: [ServerSentEvent] = []
        var whole = line
        line = []
        // A name that was cut off is no word of the server's.
        if ["data", "event", "id", "retry"].contains(where: {
            $0.utf8.count > whole.count && $0.utf8.starts(with: whole)
        }) {
            whole = []
        }
        do { try take(whole[...], at: lastTime, into: &events) } catch { return nil }
        if !whole.isEmpty { dispatch(at: lastTime, into: &events) }
        return events.first
    }

    // MARK: Lines

    private mutating func hold(_ piece: ArraySlice<UInt8>) throws(HTTPError) {
        try check(line.count + piece.count)
        line.append(contentsOf: piece)
    }

    private mutating func take(
        _ line: ArraySlice<UInt8>, at time: MonotonicTime, into events: inout [ServerSentEvent]
    ) throws(HTTPError) {
        guard let first = line.first else { return dispatch(at: time, into: &events) }
        guard first != colon else { return }
        let nameEnd = line.firstIndex(of: colon) ?? line.endIndex
        var value = line[nameEnd...].dropFirst()
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        switch line[..<nameEnd] {
        case let field where field.elementsEqual("data".utf8):
            try check(data.count + value.count + 1)
            if hasData { data.append(lineFeed) }
            data.append(contentsOf: value)
            hasData = true
        case let field where field.elementsEqual("event".utf8):
            try check(value.count)
            name = Array(value)
        case let field where field.elementsEqual("id".utf8):
            if !value.contains(0) { id = String(decoding: value, as: UTF8.self) }
        case let field where field.elementsEqual("retry".utf8): break
        default:
            guard stray.count + line.count < Self.strayLimit else { break }
            stray.append(contentsOf: line)
            stray.append(lineFeed)
        }
    }

    private mutating func dispatch(at time: MonotonicTime, into events: inout [ServerSentEvent]) {
        if hasData {
            let name = name.isEmpty ? "message" : String(decoding: name, as: UTF8.self)
            events.append(ServerSentEvent(time: time, name: name, data: data, id: id))
        }
        data = []
        hasData = false
        name = []
    }

    private func check(_ size: Int) throws(HTTPError) {
        if size > limit { throw HTTPError(.tooLarge, "one event of the stream is larger than \(limit) bytes") }
    }

    private mutating func skipByteOrderMark(_ bytes: inout ArraySlice<UInt8>) {
        while let seen = markBytes, let byte = bytes.first {
            guard byte == byteOrderMark[seen] else {
                // It was none: what looked like its beginning belongs to the first line.
                line = Array(byteOrderMark[..<seen])
                markBytes = nil
                return
            }
            bytes.removeFirst()
            markBytes = seen + 1 == byteOrderMark.count ? nil : seen + 1
        }
    }
}

private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let colon = UInt8(ascii: ":")
private let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
