package import ALCFClient
package import ALCFHTTP
package import ALCFSystem

/// A streamed answer as it was measured: when its pieces came, and what came of it.
package struct ChatStreamRecording: Sendable {
    /// Chunks of any kind.
    package internal(set) var events = 0
    /// Chunks that brought answer text, reasoning or a piece of a tool call.
    package internal(set) var tokenEvents = 0
    /// Those of them that brought reasoning.
    package internal(set) var reasoningEvents = 0
    /// Bytes of the first answer's text, as they were sent: escapes count as they are written.
    package internal(set) var answerBytes = 0
    /// Socket reads that brought such chunks.
    package internal(set) var tokenReads = 0
    /// Number of such chunks in the first of these reads.
    package internal(set) var firstBurst = 0
    /// The most such chunks that one read brought.
    package internal(set) var largestBurst = 0
    /// The first chunk of any kind.
    package internal(set) var firstEvent: MonotonicTime?
    /// The first chunk with output.
    package internal(set) var firstToken: MonotonicTime?
    /// The first chunk with reasoning.
    package internal(set) var firstReasoning: MonotonicTime?
    /// The first chunk with answer text.
    package internal(set) var firstAnswer: MonotonicTime?
    /// The last chunk with output.
    package internal(set) var lastToken: MonotonicTime?
    /// For each chunk with output, microseconds after ``firstToken``; at most some 71 minutes.
    package internal(set) var tokenOffsets: [UInt32] = []
    /// The first answer's text, where it was to be kept.
    package internal(set) var text: String?
    /// The last usage that came.
    package internal(set) var usage: Usage?
    /// Finish reason of the first answer; nil if it has not ended.
    package internal(set) var finishReason: String?
    /// The model that says it answered.
    package internal(set) var model: String?
    /// The server's `system_fingerprint`.
    package internal(set) var fingerprint: String?
    /// Reason that the answer is not complete; nil if it is.
    package internal(set) var failure: ClientError?
    /// Times of the exchange.
    package internal(set) var timings: HTTPTimings?

    private var lastRead = -1
    private var burst = 0

    /// Takes secrets out of what the server said.
    mutating func redact(_ redaction: Redaction) {
        text = text.map { redaction.withoutSecrets($0) }
        finishReason = finishReason.map { redaction.withoutSecrets($0) }
        model = model.map { redaction.withoutSecrets($0) }
        fingerprint = fingerprint.map { redaction.withoutSecrets($0) }
        failure = failure?.redacted(by: redaction)
    }

    /// An answer of which nothing came yet.
    package init() {}

    /// Takes note of an event that is read as a whole.
    package mutating func note(_ event: ChatStreamEvent) {
        let choices = event.chunk.choices
        note(
            at: event.time, read: event.readIndex, hasOutput: event.chunk.hasOutput,
            hasContent: choices.contains(where: \.hasContent),
            hasReasoning: choices.contains { !($0.reasoning ?? "").isEmpty })
        answerBytes += choices.first { $0.index == 0 }?.content?.utf8.count ?? 0
    }

    /// Takes note of a chunk.
    mutating func note(at time: MonotonicTime, read: Int, hasOutput: Bool, hasContent: Bool, hasReasoning: Bool) {
        events += 1
        if firstEvent == nil { firstEvent = time }
        guard hasOutput else { return }
        tokenEvents += 1
        let first = firstToken ?? time
        firstToken = first
        lastToken = time
        if tokenOffsets.isEmpty { tokenOffsets.reserveCapacity(128) }
        tokenOffsets.append(UInt32(clamping: (time.nanoseconds - first.nanoseconds) / 1000))
        if hasContent, firstAnswer == nil { firstAnswer = time }
        if hasReasoning {
            reasoningEvents += 1
            if firstReasoning == nil { firstReasoning = time }
        }
        if read == lastRead {
            burst += 1
        } else {
            lastRead = read
            tokenReads += 1
            burst = 1
        }
        if burst > largestBurst { largestBurst = burst }
        if tokenReads == 1 { firstBurst = burst }
    }
}
