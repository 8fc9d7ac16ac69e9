import ALCFClient
import ALCFHTTP
import ALCFSystem

/// Passes chat completions on in the API of the client, token by token.
final class TranslatedRelay: AnswerRelay {
    private var translation: any ChatTranslation
    private var parser: ChatStreamParser
    private let redaction: Redaction
    private var bytes: [UInt8] = []
    private var account = RelayedAnswer()
    private var hasBegun = false
    private var finishReason: String?
    private(set) var lastProgress: MonotonicTime?

    init(_ translation: any ChatTranslation, redaction: Redaction) {
        self.translation = translation
        self.redaction = redaction
        parser = ChatStreamParser(isService: true, answers: 1)
    }

    var hasOutput: Bool { account.chunks > 0 }
    var isDone: Bool { parser.isDone }
    var hasFailed: Bool { parser.hasFailed }

    func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) {
        if lastProgress == nil { lastProgress = time }
        let clean = HTTPFragment(time: time, bytes: redaction.withoutSecrets(bytes.copy))
        for event in parser.receive(clean) { take(event) }
    }

    private func take(_ event: ChatStreamEvent) {
        if ChatStreamParser.isProgress(event) { lastProgress = event.time }
        if event.chunk.hasOutput {
            account.chunks += 1
            account.firstToken = account.firstToken ?? event.time
        }
        account.usage = event.chunk.usage ?? account.usage
        finishReason = event.chunk.choices.first?.finishReason ?? finishReason
        begin()
        bytes += EventText.bytes(translation.receive(event.chunk))
    }

    /// Begins the client's stream, once there is an answer: until then another cluster can be asked.
    private func begin() {
        guard !hasBegun else { return }
        hasBegun = true
        bytes += EventText.bytes(translation.begin())
    }

    func take() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return taken
    }

    func finish(_ error: HTTPError?) -> RelayedAnswer {
        let (event, failure) = parser.finish(error)
        if let event, failure == nil { take(event) }
        if let cause = failure?.redacted(by: redaction) {
            account.failure = ServedError(end: cause, finishReason: finishReason)
            if account.failure != nil { account.cause = cause }
            if account.failure == nil { begin() }
            bytes += EventText.bytes(translation.fail(ServedError(cause)))
        } else if let fault = translation.fault {
            account.failure = fault
            bytes += EventText.bytes(translation.fail(fault))
        } else {
            begin()
            bytes += EventText.bytes(translation.finish())
        }
        account.notes = translation.notes
        return account
    }
}
