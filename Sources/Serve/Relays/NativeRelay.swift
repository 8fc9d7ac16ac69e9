import ALCFClient
import ALCFHTTP
import ALCFSystem

/// Passes a stream on in the API in which the cluster sends it.
final class NativeRelay: AnswerRelay {
    private var events = ServerSentEventParser()
    private var watch: NativeStreamWatch
    private let redaction: Redaction
    private var bytes: [UInt8] = []
    private var account = RelayedAnswer()
    private var broken: HTTPError?
    private(set) var hasFailed = false
    private(set) var lastProgress: MonotonicTime?

    init(_ dialect: Dialect, redaction: Redaction) {
        watch = NativeStreamWatch(dialect)
        self.redaction = redaction
    }

    var hasOutput: Bool { watch.hasOutput }
    var isDone: Bool { watch.isComplete }

    func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) {
        if lastProgress == nil { lastProgress = time }
        do {
            for event in try events.feed(redaction.withoutSecrets(bytes.copy), at: time) { take(event) }
        } catch {
            broken = error
            hasFailed = true
        }
    }

    private func take(_ event: ServerSentEvent) {
        guard !hasFailed else { return }
        let hadOutput = watch.hasOutput
        switch watch.receive(name: event.name == "message" ? nil : event.name, data: event.data) {
        case .swallow: return
        case .failed: hasFailed = true
        case .pass(let name):
            // A sign of life is no progress.
            if name != "ping" { lastProgress = event.time }
            if watch.hasOutput { account.chunks += 1 }
            if !hadOutput, watch.hasOutput { account.firstToken = event.time }
            // Data of several lines is JSON with line feeds between its parts, for which a blank does as well.
            let data = event.data.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: " ") : $0 }
            bytes += Array("event: \(name)\ndata: ".utf8) + data + Array("\n\n".utf8)
        }
    }

    func take() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return taken
    }

    func finish(_ error: HTTPError?) -> RelayedAnswer {
        if error == nil, broken == nil, let last = events.finish() { take(last) }
        account.usage = watch.usage
        if let cause = broken ?? error, !watch.isComplete {
            let cause = ClientError(cause, status: 200).redacted(by: redaction)
            account.failure = ServedError(cause)
            account.cause = cause
        } else {
            account.failure = watch.finish()
        }
        if let failure = account.failure { bytes += EventText.bytes(watch.fail(failure)) }
        return account
    }
}
