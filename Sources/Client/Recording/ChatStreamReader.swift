import ALCFHTTP
import ALCFSystem

/// Reads a streamed answer for measuring: plain chunks in place, all others by ``ChatStreamParser``, whose verdict on the
/// end counts. Pure: it does no I/O.
struct ChatStreamReader {
    private var recording = ChatStreamRecording()
    private var parser: ChatStreamParser
    /// The beginning of an event whose rest is still to come.
    private var carry: [UInt8] = []
    /// Whether lines end in LF alone, as they do on every server known. Otherwise all goes to the parser.
    private var isPlain = true
    private var reads = -1
    private let keepsText: Bool
    private var text: [UInt8] = []

    /// - Parameter keepsText: whether the first answer's text is wanted.
    init(isService: Bool, keepsText: Bool = false) {
        parser = ChatStreamParser(isService: isService)
        self.keepsText = keepsText
    }

    /// Takes in what one read of the socket brought.
    mutating func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) {
        reads += 1
        guard isPlain else { return parse(bytes, 0..<bytes.count, at: time) }
        var position = 0
        if !carry.isEmpty {
            guard let end = EventFrame.end(bytes, from: 0, after: carry.last) else {
                return hold(bytes, from: 0, at: time)
            }
            carry.append(bytes, from: 0, to: end)
            let event = carry
            carry.removeAll(keepingCapacity: true)
            var start = 0
            take(event.span, &start, at: time)
            position = end
        }
        while position < bytes.count, isPlain { take(bytes, &position, at: time) }
    }

    /// Takes the event that begins at `position`, or all of the rest where it does not end.
    private mutating func take(_ bytes: Span<UInt8>, _ position: inout Int, at time: MonotonicTime) {
        // The first chunk is read in full: it tells the model.
        if recording.events > 0, !parser.isDone {
            var end = position
            do throws(ChunkScan.Failure) {
                let scan = try EventFrame.chunk(bytes, &end)
                parser.noteChunk(answers: scan.seen)
                if keepsText { Scanner.append(bytes, scan.text, to: &text) }
                recording.note(
                    at: time, read: reads, hasOutput: scan.hasContent || scan.hasReasoning, hasContent: scan.hasContent)
                position = end
                return
            } catch {
                if error == .incomplete {
                    hold(bytes, from: position, at: time)
                    position = bytes.count
                    return
                }
            }
        }
        guard let end = EventFrame.end(bytes, from: position, after: nil) else {
            hold(bytes, from: position, at: time)
            position = bytes.count
            return
        }
        parse(bytes, position..<end, at: time)
        position = end
    }

    /// Keeps the beginning of an event, unless lines end otherwise than thought.
    private mutating func hold(_ bytes: Span<UInt8>, from start: Int, at time: MonotonicTime) {
        carry.append(bytes, from: start)
        // The parser bounds the size of an event, and knows other line ends.
        guard carry.count > 1 << 20 || carry.contains(UInt8(ascii: "\r")) else { return }
        isPlain = false
        let held = carry
        carry = []
        parse(held.span, 0..<held.count, at: time)
    }

    private mutating func parse(_ bytes: Span<UInt8>, _ range: Range<Int>, at time: MonotonicTime) {
        var piece: [UInt8] = []
        piece.append(bytes, from: range.lowerBound, to: range.upperBound)
        for event in parser.receive(HTTPFragment(time: time, bytes: piece)) { note(event) }
    }

    private mutating func note(_ event: ChatStreamEvent) {
        let chunk = event.chunk
        recording.usage = chunk.usage ?? recording.usage
        recording.model = recording.model ?? chunk.model
        recording.fingerprint = recording.fingerprint ?? chunk.fingerprint
        if let first = chunk.choices.first(where: { $0.index == 0 }) {
            recording.finishReason = first.finishReason ?? recording.finishReason
            if keepsText, let content = first.content { text.append(contentsOf: content.utf8) }
        }
        recording.note(
            at: event.time, read: reads, hasOutput: event.chunk.hasOutput,
            hasContent: event.chunk.choices.contains { !($0.content ?? "").isEmpty })
    }

    /// What came, and how it ended.
    ///
    /// - Parameter error: what broke the exchange; nil for an orderly end of the body.
    mutating func finish(_ error: HTTPError?) -> ChatStreamRecording {
        if !carry.isEmpty {
            let held = carry
            carry = []
            parse(held.span, 0..<held.count, at: recording.lastToken ?? .now)
        }
        let (event, failure) = parser.finish(error)
        if let event { note(event) }
        recording.failure = failure
        if keepsText { recording.text = String(decoding: text, as: UTF8.self) }
        return recording
    }
}

extension [UInt8] {
    /// Appends a part of `bytes`; to the end where no other is given.
    mutating func append(_ bytes: Span<UInt8>, from start: Int, to end: Int? = nil) {
        let part = bytes.extracting(start..<(end ?? bytes.count))
        part.withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
