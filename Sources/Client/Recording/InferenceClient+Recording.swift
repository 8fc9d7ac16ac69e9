import ALCFHTTP
import ALCFJSON

extension InferenceClient {
    /// Asks for a stream, and records when its pieces come, at the socket: for measuring.
    ///
    /// - Parameter keepsText: whether the answer's text is wanted.
    /// - Returns: what came, also where the answer is not complete: then with its ``ChatStreamRecording/failure``.
    /// - Throws: ``ClientError`` where no stream comes at all; an `AuthError` unchanged.
    public func record(
        _ request: ChatRequest, at endpoint: ChatEndpoint, keepsText: Bool = true
    ) async throws -> ChatStreamRecording {
        let recorder = ChatStreamRecorder(isService: endpoint.credentials == .service, keepsText: keepsText)
        let (response, asked) = try await stream(
            "chat/completions", request.body(streaming: true), at: endpoint, sink: recorder)
        var failure: HTTPError?
        do {
            for try await batch in response.body {
                // A transport that is no network knows nothing of sinks.
                for fragment in batch { recorder.receive(fragment.bytes.span, at: fragment.time) }
            }
        } catch let error as HTTPError {
            failure = error
        }
        var recording = recorder.finish(failure)
        recording.timings = response.timings
        recording.failure = recording.failure?.with(asked, timings: response.timings)
        return recording
    }
}
