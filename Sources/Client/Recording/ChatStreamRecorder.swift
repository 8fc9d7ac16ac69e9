import ALCFHTTP
import ALCFSystem
import Synchronization

/// Records a streamed answer on the event loop's thread, at the socket; see ``ChatStreamReader``.
final class ChatStreamRecorder: HTTPBodySink {
    private let reader: Mutex<ChatStreamReader>

    init(isService: Bool, keepsText: Bool) {
        reader = Mutex(ChatStreamReader(isService: isService, keepsText: keepsText))
    }

    func accepts(status: Int, headers: HTTPHeaders) -> Bool {
        status == 200 && (headers["Content-Type"]?.lowercased() ?? "text/event-stream").hasPrefix("text/event-stream")
    }

    func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) {
        reader.withLock { $0.receive(bytes, at: time) }
    }

    /// The recording, once the body has ended.
    ///
    /// - Parameter error: what broke the exchange; nil for an orderly end.
    func finish(_ error: HTTPError?) -> ChatStreamRecording { reader.withLock { $0.finish(error) } }
}
