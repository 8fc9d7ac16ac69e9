/// The parts of one chunk that measuring needs, found in place: no tree, no string, no allocation.
///
/// It only answers for chunks of the kinds that make up a stream. For anything else (an error, tool calls, a malformed
/// or merely unusual text) it says ``Failure/irregular``, and the chunk is parsed in full. What it does answer must be
/// what a full parse would say: the tests compare the two on random and mutated chunks.
struct ChunkScan: Equatable {
    /// The reason that there is no answer.
    enum Failure: Error {
        /// The bytes end within the chunk.
        case incomplete
        /// A full parse must decide.
        case irregular
    }

    /// Some answer's text grew.
    var hasContent = false
    /// Place of the first answer's new text, still escaped; empty for none.
    var text = 0..<0
    /// Some answer's reasoning grew.
    var hasReasoning = false
    /// Bit n: the answer with index n is mentioned.
    var seen: UInt64 = 0
    /// Bit n: the answer with index n is complete.
    var finished: UInt64 = 0
    /// Place of the first answer's finish reason; empty for none.
    var finishReason = 0..<0
    /// Place of the model's name.
    var model = 0..<0
    /// Place of the server's build.
    var fingerprint = 0..<0
    /// Place of the object with the usage.
    var usage = 0..<0
    /// Place of the only text that the chunk brings; empty for none or several.
    private(set) var onlyText = 0..<0

    private var texts = 0
    private var keys = 0

    /// Reads the object that begins at `position`, which is left behind its end.
    init(_ bytes: Span<UInt8>, _ position: inout Int) throws(Failure) {
        try Scanner.object(bytes, &position) { bytes, position, key throws(Failure) in
            switch key.count {
            case 2 where Scanner.matches(bytes, key, "id"):
                // The gateway puts its errors under an id of this beginning.
                let value = try Scanner.string(bytes, &position)
                if Scanner.hasPrefix(bytes, value, "chatcmpl-api") { throw .irregular }
            case 6 where Scanner.matches(bytes, key, "object"):
                let value = try Scanner.string(bytes, &position)
                guard Scanner.matches(bytes, value, "chat.completion.chunk") else { throw .irregular }
            case 7 where Scanner.matches(bytes, key, "choices"):
                try Self.once(&keys, 1)
                try choices(bytes, &position)
            case 5 where Scanner.matches(bytes, key, "error"):
                throw .irregular
            case 5 where Scanner.matches(bytes, key, "model"):
                try Self.once(&keys, 2)
                model = try Scanner.plainString(bytes, &position)
            case 5 where Scanner.matches(bytes, key, "usage"):
                try Self.once(&keys, 4)
                guard try !Scanner.isNull(bytes, &position) else { break }
                let start = position
                try Scanner.object(bytes, &position) { bytes, position, _ throws(Failure) in
                    try Scanner.skip(bytes, &position, depth: 2)
                }
                usage = start..<position
            case 18 where Scanner.matches(bytes, key, "system_fingerprint"):
                try Self.once(&keys, 8)
                if try !Scanner.isNull(bytes, &position) { fingerprint = try Scanner.plainString(bytes, &position) }
            default:
                try Scanner.skip(bytes, &position, depth: 1)
            }
        }
        // Without a piece of an answer it may say that there is none.
        if seen == 0, usage.isEmpty { throw .irregular }
        if texts != 1 { onlyText = 0..<0 }
    }

    private mutating func choices(_ bytes: Span<UInt8>, _ position: inout Int) throws(Failure) {
        var place = 0
        try Scanner.array(bytes, &position) { bytes, position throws(Failure) in
            try choice(bytes, &position, place: place)
            place += 1
        }
    }

    private mutating func choice(_ bytes: Span<UInt8>, _ position: inout Int, place: Int) throws(Failure) {
        var index = place
        var content = 0..<0
        var reason = 0..<0
        var keys = 0
        try Scanner.object(bytes, &position) { bytes, position, key throws(Failure) in
            switch key.count {
            case 4 where Scanner.matches(bytes, key, "text"):
                throw .irregular
            case 5 where Scanner.matches(bytes, key, "index"):
                try Self.once(&keys, 1)
                if try !Scanner.isNull(bytes, &position) { index = try Scanner.smallInt(bytes, &position) }
            case 5 where Scanner.matches(bytes, key, "delta"):
                try Self.once(&keys, 2)
                content = try delta(bytes, &position)
            case 13 where Scanner.matches(bytes, key, "finish_reason"):
                try Self.once(&keys, 4)
                if try !Scanner.isNull(bytes, &position) { reason = try Scanner.plainString(bytes, &position) }
                // Only the ends that need no second look.
                guard
                    reason.isEmpty || Scanner.matches(bytes, reason, "stop") || Scanner.matches(bytes, reason, "length")
                else { throw .irregular }
            case 5 where Scanner.matches(bytes, key, "error"), 7 where Scanner.matches(bytes, key, "message"):
                throw .irregular
            default:
                try Scanner.skip(bytes, &position, depth: 3)
            }
        }
        // Of two with one index the first counts for some things and the last for others.
        guard index < 64, seen & 1 << UInt64(index) == 0 else { throw .irregular }
        if index == 0 {
            text = content
            finishReason = reason
        }
        seen |= 1 << UInt64(index)
        if !reason.isEmpty { finished |= 1 << UInt64(index) }
    }

    /// The range of the new text.
    private mutating func delta(_ bytes: Span<UInt8>, _ position: inout Int) throws(Failure) -> Range<Int> {
        var content = 0..<0
        // `reasoning` counts where it is a string, only otherwise `reasoning_content`, and then `thinking`.
        var reasoning: Bool?
        var reasoningContent: Bool?
        var thinking: Bool?
        var keys = 0
        try Scanner.object(bytes, &position) { bytes, position, key throws(Failure) in
            switch key.count {
            case 7 where Scanner.matches(bytes, key, "content"):
                try Self.once(&keys, 1)
                if try !Scanner.isNull(bytes, &position) {
                    content = try Scanner.string(bytes, &position)
                    if !content.isEmpty {
                        hasContent = true
                        note(content)
                    }
                }
            case 9 where Scanner.matches(bytes, key, "reasoning"):
                try Self.once(&keys, 2)
                reasoning = try isText(bytes, &position)
            case 17 where Scanner.matches(bytes, key, "reasoning_content"):
                try Self.once(&keys, 4)
                reasoningContent = try isText(bytes, &position)
            case 8 where Scanner.matches(bytes, key, "thinking"):
                try Self.once(&keys, 8)
                thinking = try isText(bytes, &position)
            case 10 where Scanner.matches(bytes, key, "tool_calls"), 7 where Scanner.matches(bytes, key, "refusal"),
                13 where Scanner.matches(bytes, key, "function_call"):
                guard try Scanner.isNull(bytes, &position) else { throw .irregular }
            default:
                try Scanner.skip(bytes, &position, depth: 4)
            }
        }
        if reasoning ?? reasoningContent ?? thinking ?? false { hasReasoning = true }
        return content
    }

    /// Whether the string is not empty; nil for `null`. Any other kind is irregular.
    private mutating func isText(_ bytes: Span<UInt8>, _ position: inout Int) throws(Failure) -> Bool? {
        guard try !Scanner.isNull(bytes, &position) else { return nil }
        let text = try Scanner.string(bytes, &position)
        if !text.isEmpty { note(text) }
        return !text.isEmpty
    }

    private mutating func note(_ text: Range<Int>) {
        texts += 1
        onlyText = text
    }

    /// Throws for a second member of one name, of which the later counts: rare enough for a full parse.
    private static func once(_ keys: inout Int, _ key: Int) throws(Failure) {
        guard keys & key == 0 else { throw .irregular }
        keys |= key
    }
}
