import ALCFHTTP

/// The common part of a stream's events: all but the piece of text that each brings.
///
/// An event that agrees with one that was scanned before, byte by byte, up to its text and from its text on, has the
/// same structure and means the same. That is looked at as fast as memory is compared, some ten times faster than a
/// scan.
struct ChunkPattern {
    /// Whether the text is of an answer, and not reasoning.
    let hasContent: Bool
    /// Whether it is of the first answer.
    let isFirstAnswer: Bool
    private let head: [UInt8]
    private let tail: [UInt8]

    /// The pattern of an event; nil where it is not of the kind that repeats: with one piece of text, and nothing else
    /// new.
    init?(_ bytes: Span<UInt8>, _ event: Range<Int>, _ scan: ChunkScan) {
        guard !scan.onlyText.isEmpty, scan.finished == 0, scan.usage.isEmpty else { return nil }
        hasContent = scan.hasContent
        isFirstAnswer = !scan.text.isEmpty
        var head: [UInt8] = []
        head.append(bytes, event.lowerBound..<scan.onlyText.lowerBound)
        self.head = head
        var tail: [UInt8] = []
        tail.append(bytes, scan.onlyText.upperBound..<event.upperBound)
        self.tail = tail
    }

    /// Returns the place of the text in the event that begins at `position`, which is left behind its end; nil, with
    /// `position` as it was, where the event is not of this pattern, has no text, or does not end.
    func match(_ bytes: Span<UInt8>, _ position: inout Int) -> Range<Int>? {
        guard bytes.holds(head, at: position) else { return nil }
        let start = position + head.count
        var end = start
        // Only what needs no second look: ASCII without escapes.
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            guard bytes[end] >= 0x20, bytes[end] < 0x80, bytes[end] != UInt8(ascii: "\\") else { return nil }
            end += 1
        }
        guard end > start, bytes.holds(tail, at: end) else { return nil }
        position = end + tail.count
        return start..<end
    }
}
