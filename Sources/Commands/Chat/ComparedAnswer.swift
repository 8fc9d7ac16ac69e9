import ALCFClient
import ALCFHTTP
import ALCFLoad
import ALCFSystem

/// An answer that is compared with another, as far as it has come.
struct ComparedAnswer: Sendable {
    private var recording = ChatStreamRecording()
    private var answer = ChatAccumulator()
    var timings: HTTPTimings?
    var failure: (any Error)?

    mutating func add(_ event: ChatStreamEvent) {
        recording.note(event)
        answer.add(event.chunk)
    }

    /// Text of the answer, without the reasoning.
    var content: String { answer.content }
    /// All of it; nil where nothing came.
    var choice: ChatChoice? { answer.choices.first }
    var usage: Usage? { answer.usage }

    /// Times and tokens; nil where nothing was sent.
    var statistics: ChatStatistics? {
        timings.map { ChatStatistics(timings: $0, usage: usage, recording: recording) }
    }

    var warning: String? { failure == nil ? choice?.warning : nil }
}
