import ALCFClient
import ALCFHTTP
import ALCFLoad

/// An answer that is shown while it comes.
struct StreamedAnswer: Sendable {
    /// Content so far.
    private(set) var content = ChatAccumulator()
    /// Times of tokens.
    private var recording = ChatStreamRecording()
    private(set) var timings: HTTPTimings?
    private var isSimulated = false

    /// Asks, and shows the answer. What came before a failure is kept.
    mutating func receive(
        _ request: ChatRequest, _ choice: ModelChoice, _ client: InferenceClient, _ printer: inout AnswerPrinter
    ) async throws {
        isSimulated = choice.isSimulated
        printer.begin()
        defer { printer.finish() }
        let stream = try await client.stream(request, at: choice.endpoint)
        defer { timings = stream.timings }
        for try await event in stream {
            recording.note(event)
            content.add(event.chunk)
            for piece in event.chunk.choices where piece.index == 0 {
                printer.add(reasoning: piece.reasoning ?? "")
                printer.add(answer: piece.content ?? "")
            }
        }
    }

    /// Times and tokens in a line; nil where nothing was sent.
    var statistics: String? {
        timings.map {
            ChatStatistics(timings: $0, usage: content.usage, recording: recording, isSimulated: isSimulated).text
        }
    }

    /// The answer that was asked for; nil where nothing of it came.
    var choice: ChatChoice? { content.choices.first }
}
