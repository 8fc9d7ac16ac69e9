import ALCFHTTP
import ALCFSystem
import Synchronization

/// Records a streamed answer on the event loop's thread, at the socket; see ``ChatStreamReader``.
final class ChatStreamRecorder: HTTPBodySink {
    private let reader: Mutex<ChatStreamReader>
    private let body = Mutex<[UInt8]>([])
    private let keepsText: Bool
    private let isService: Bool

    init(isService: Bool, keepsText: Bool) {
        reader = Mutex(ChatStreamReader(isService: isService))
        self.keepsText = keepsText
        self.isService = isService
    }

    func accepts(status: Int, headers: HTTPHeaders) -> Bool {
        status == 200 && (headers["Content-Type"]?.lowercased() ?? "text/event-stream").hasPrefix("text/event-stream")
    }

    func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) {
        if keepsText { body.withLock { $0.append(bytes, from: 0) } }
        reader.withLock { $0.receive(bytes, at: time) }
    }

    /// The recording, once the body has ended.
    ///
    /// - Parameter error: what broke the exchange; nil for an orderly end.
    func finish(_ error: HTTPError?) -> ChatStreamRecording {
        var recording = reader.withLock { $0.finish(error) }
        guard keepsText else { return recording }
        // The texts are put together here, when the clock no longer matters.
        let bytes = body.withLock { body in
            defer { body = [] }
            return body
        }
        var parser = ChatStreamParser(isService: isService)
        recording.answer = ChatAccumulator()
        for event in parser.receive(HTTPFragment(time: .now, bytes: bytes)) { recording.answer.add(event.chunk) }
        if let last = parser.finish(error).event { recording.answer.add(last.chunk) }
        return recording
    }
}
