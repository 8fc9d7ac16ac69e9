import ALCFClient
package import ALCFHTTP
import ALCFJSON
package import ALCFSystem

/// Reads a streamed answer for measuring: plain chunks in place, all others by `ChatStreamParser`, whose verdict on
/// the end counts. Pure: it does no I/O.
package struct ChatStreamReader: Sendable {
    private var recording = ChatStreamRecording()
    private var parser: ChatStreamParser
    /// `parser.mayBePassedOver`, which only ``parse(_:_:at:)`` and the end change: a copy, since the parser is of
    /// another module and this is asked for each event.
    private var mayPassOver = true
    /// The beginning of an event whose rest is still to come.
    private var carry: [UInt8] = []
    /// Pattern of the latest events with text.
    private var pattern: ChunkPattern?
    /// Whether lines end in LF alone, as they do on every server known. Otherwise all goes to the parser.
    private var isPlain = true
    private var reads = -1
    private var lastRead: MonotonicTime?
    private var firstRead: MonotonicTime?
    private let keepsText: Bool
    private let isOnly: Bool
    private var text: [UInt8] = []
    /// The last usage that was read in place, not taken apart yet.
    private var usage: [UInt8] = []
    private var relay: ChatStreamRelay?

    /// - Parameters:
    ///   - keepsText: whether the first answer's text is wanted.
    ///   - answers: how many answers were asked for; see `ChatStreamParser.init(isService:answers:)`.
    ///   - relay: takes the events of the answer to be passed on; nil where nobody wants them.
    package init(isService: Bool, keepsText: Bool = false, answers: Int? = 1, relay: ChatStreamRelay? = nil) {
        parser = ChatStreamParser(isService: isService, answers: answers)
        isOnly = answers == 1
        self.keepsText = keepsText
        self.relay = relay
    }

    // These are stored, and not asked of the parser: of a value that an object holds, another module would copy all to
    // ask a question, with each read.

    /// Whether `[DONE]` came: nothing counts after it.
    package private(set) var isDone = false

    /// The limit that the stream broke, if it did: nothing more of it is looked at.
    package var overflow: HTTPError? { parser.overflow }

    /// Whether it has broken a limit.
    package private(set) var hasOverflow = false

    /// Whether the stream has brought an error, after which nothing of it counts.
    package private(set) var hasFailed = false

    /// Whether something came that the model generated.
    package private(set) var hasOutput = false

    /// Time of the last progress: a token, or the first byte before there is one; nil before it.
    package private(set) var lastProgress: MonotonicTime?

    /// Returns the events to be passed on since the last call.
    package mutating func takeRelayed() -> [UInt8] { relay?.take() ?? [] }

    /// Takes in what one read of the socket brought.
    package mutating func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) {
        // One read may come in pieces, all with its time.
        if time != lastRead { reads += 1 }
        lastRead = time
        if firstRead == nil { firstRead = time }
        defer {
            hasOutput = recording.tokenEvents > 0
            lastProgress = recording.lastToken ?? firstRead
        }
        guard isPlain else { return parse(bytes, 0..<bytes.count, at: time) }
        var position = 0
        if !carry.isEmpty {
            guard let end = EventFrame.end(bytes, from: 0, after: carry.last) else {
                return hold(bytes, from: 0, at: time)
            }
            var event: [UInt8] = []
            swap(&event, &carry)
            event.append(bytes, 0..<end)
            var start = 0
            take(event.span, &start, at: time)
            position = end
        }
        while position < bytes.count, isPlain { take(bytes, &position, at: time) }
    }

    /// Takes the event that begins at `position`, or all of the rest where it does not end.
    private mutating func take(_ bytes: Span<UInt8>, _ position: inout Int, at time: MonotonicTime) {
        let start = position
        if mayPassOver, let piece = pattern?.match(bytes, &position) {
            // All but the text was taken note of with the event that the pattern is from.
            if pattern?.isFirstAnswer == true {
                recording.answerBytes += piece.count
                if keepsText { Scanner.append(bytes, piece, to: &text) }
            }
            // Its one text is of the answer, or else of the reasoning.
            let isAnswer = pattern?.hasContent == true
            recording.note(at: time, read: reads, hasOutput: true, hasContent: isAnswer, hasReasoning: !isAnswer)
            relay?.append(bytes, start..<position, text: piece)
            return
        }
        if mayPassOver {
            do throws(ChunkScan.Failure) {
                if EventFrame.isDone(bytes, &position) {
                    mayPassOver = false
                    isDone = true
                    return parser.noteDone()
                }
                let scan = try EventFrame.chunk(bytes, &position)
                if isOnly, scan.seen > 1 {
                    // A lone choice belongs to the one answer whatever its index, which the parser sees to.
                    position = start
                    throw .irregular
                }
                pattern = ChunkPattern(bytes, start..<position, scan) ?? pattern
                relay?.append(bytes, start..<position, hasAnswers: scan.seen != 0)
                return note(scan, bytes, text: scan.text, at: time)
            } catch {
                if error == .incomplete {
                    hold(bytes, from: start, at: time)
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

    /// Takes note of a chunk that was read in place.
    private mutating func note(_ scan: ChunkScan, _ bytes: Span<UInt8>, text piece: Range<Int>, at time: MonotonicTime)
    {
        parser.noteChunk(
            answers: scan.seen, finished: scan.finished, hasOutput: scan.hasContent || scan.hasReasoning)
        if recording.model == nil { recording.model = Self.string(bytes, scan.model) }
        if recording.fingerprint == nil { recording.fingerprint = Self.string(bytes, scan.fingerprint) }
        if let reason = Self.string(bytes, scan.finishReason) {
            recording.finishReason = reason
            parser.noteFinish(reason)
        }
        if !scan.usage.isEmpty {
            usage.removeAll(keepingCapacity: true)
            usage.append(bytes, scan.usage)
        }
        recording.answerBytes += piece.count
        if keepsText { Scanner.append(bytes, piece, to: &text) }
        recording.note(
            at: time, read: reads, hasOutput: scan.hasContent || scan.hasReasoning, hasContent: scan.hasContent,
            hasReasoning: scan.hasReasoning)
    }

    /// The object of a usage that holds nothing but small whole numbers, as most do; nil for any other.
    private static func counts(_ usage: [UInt8]) -> JSONValue? {
        var object = JSONObject()
        var position = 0
        do throws(ChunkScan.Failure) {
            try Scanner.object(usage.span, &position) { bytes, position, key throws(ChunkScan.Failure) in
                guard let name = string(bytes, key) else { throw .irregular }
                let isNull = try Scanner.isNull(bytes, &position)
                object[name] = isNull ? .null : .int(try Scanner.smallInt(bytes, &position))
            }
        } catch {
            return nil
        }
        return .object(object)
    }

    private static func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
        guard !range.isEmpty else { return nil }
        var copy: [UInt8] = []
        copy.append(bytes, range)
        return String(decoding: copy, as: UTF8.self)
    }

    /// Keeps the beginning of an event, unless lines end otherwise than thought.
    private mutating func hold(_ bytes: Span<UInt8>, from start: Int, at time: MonotonicTime) {
        let known = carry.count
        carry.append(bytes, start..<bytes.count)
        // The parser bounds the size of an event, and knows other line ends.
        guard carry.count > 1 << 20 || carry[known...].contains(UInt8(ascii: "\r")) else { return }
        isPlain = false
        let held = carry
        carry = []
        parse(held.span, 0..<held.count, at: time)
    }

    private mutating func parse(_ bytes: Span<UInt8>, _ range: Range<Int>, at time: MonotonicTime) {
        var piece: [UInt8] = []
        piece.append(bytes, range)
        for event in parser.receive(HTTPFragment(time: time, bytes: piece)) {
            relay?.append(event.chunk)
            note(event)
        }
        mayPassOver = parser.mayBePassedOver
        isDone = parser.isDone
        hasFailed = parser.hasFailed
        hasOverflow = parser.overflow != nil
        // Nothing behind an error is a part of the answer.
        if hasFailed { relay?.isOpen = false }
    }

    private mutating func note(_ event: ChatStreamEvent) {
        let chunk = event.chunk
        if let later = chunk.usage {
            recording.usage = later
            usage = []
        }
        recording.model = recording.model ?? chunk.model
        recording.fingerprint = recording.fingerprint ?? chunk.fingerprint
        if let first = chunk.choices.first(where: { $0.index == 0 }) {
            recording.finishReason = first.finishReason ?? recording.finishReason
            if let content = first.content {
                recording.answerBytes += content.utf8.count
                if keepsText { text.append(contentsOf: content.utf8) }
            }
        }
        recording.note(
            at: event.time, read: reads, hasOutput: event.chunk.hasOutput,
            hasContent: event.chunk.choices.contains { $0.hasContent },
            hasReasoning: event.chunk.choices.contains { !($0.reasoning ?? "").isEmpty })
    }

    /// Returns the recording, with the end of the stream.
    ///
    /// - Parameter error: what broke the exchange; nil for an orderly end of the body.
    package mutating func finish(_ error: HTTPError?) -> ChatStreamRecording {
        if !carry.isEmpty {
            let held = carry
            carry = []
            // It ended with the stream: its time is that of its last bytes, as the parser has it.
            parse(held.span, 0..<held.count, at: lastRead ?? .now)
        }
        let (event, failure) = parser.finish(error)
        if let event {
            if !parser.hasFailed { relay?.append(event.chunk) }
            note(event)
        }
        (isDone, hasFailed, hasOutput) = (parser.isDone, parser.hasFailed, recording.tokenEvents > 0)
        if !usage.isEmpty, let json = Self.counts(usage) ?? (try? JSONValue(parsing: usage)) {
            recording.usage = Usage(json)
        }
        recording.failure = failure
        if keepsText { recording.text = String(decoding: text, as: UTF8.self) }
        return recording
    }
}
