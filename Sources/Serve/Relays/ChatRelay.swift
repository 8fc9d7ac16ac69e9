import ALCFClient
import ALCFHTTP
import ALCFLoad
import ALCFSystem

/// Passes chat completions on as they come, and completions likewise: an event that was looked at in place is sent on
/// byte by byte.
final class ChatRelay: AnswerRelay {
    private var reader: ChatStreamReader
    private let dialect: Dialect
    private let redaction: Redaction
    private var rest: [UInt8] = []

    /// - Parameters:
    ///   - answers: number of answers that were asked for; nil where that is not known.
    ///   - passesUsage: whether the client asked for the event with the usage.
    init(_ dialect: Dialect, answers: Int?, passesUsage: Bool, redaction: Redaction) {
        self.dialect = dialect
        self.redaction = redaction
        reader = ChatStreamReader(
            isService: true, answers: answers, relay: ChatStreamRelay(passesUsage: passesUsage, redaction: redaction))
    }

    var hasOutput: Bool { reader.hasOutput }
    var isDone: Bool { reader.isDone }
    var hasFailed: Bool { reader.hasFailed }
    var lastProgress: MonotonicTime? { reader.lastProgress }

    func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) { reader.receive(bytes, at: time) }

    func take() -> [UInt8] {
        guard !rest.isEmpty else { return reader.takeRelayed() }
        let bytes = reader.takeRelayed() + rest
        rest = []
        return bytes
    }

    func finish(_ error: HTTPError?) -> RelayedAnswer {
        let recording = reader.finish(error)
        let cause = recording.failure?.redacted(by: redaction)
        let failure = cause.flatMap { ServedError(end: $0, finishReason: recording.finishReason) }
        rest = failure.map { EventText.bytes($0.events(in: dialect)) } ?? Array("data: [DONE]\n\n".utf8)
        return RelayedAnswer(
            failure: failure, cause: cause, usage: recording.usage, firstToken: recording.firstToken,
            chunks: recording.tokenEvents)
    }
}
