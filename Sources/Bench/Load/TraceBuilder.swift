import ALCFClient
import ALCFHTTP
import ALCFRecord
import ALCFSystem

/// Turns what was seen at the socket into a ``RequestTrace``.
struct TraceBuilder {
    private let anchor: MonotonicTime
    private(set) var trace: RequestTrace

    /// - Parameters:
    ///   - anchor: the run's zero.
    ///   - scheduled: when the request was meant to be sent.
    init(anchor: MonotonicTime, scheduled: MonotonicTime, streamed: Bool) {
        self.anchor = anchor
        let scheduled = scheduled.seconds(since: anchor)
        trace = RequestTrace(scheduled: scheduled, start: scheduled, streamed: streamed)
    }

    /// The request leaves our own queue.
    mutating func noteDispatch(_ time: MonotonicTime) {
        let time = time.seconds(since: anchor)
        trace.dispatched = time
        trace.start = time
    }

    /// Takes in what the stream's own record says.
    mutating func note(_ recording: ChatStreamRecording) {
        func seconds(_ time: MonotonicTime?) -> Double? { time?.seconds(since: anchor) }
        trace.events = recording.events
        trace.tokenEvents = recording.tokenEvents
        trace.reasoningEvents = recording.reasoningEvents
        trace.answerBytes = recording.answerBytes
        trace.recordedFirstOutput = recording.firstToken.map { first in
            recording.firstReasoning == first ? .reasoning : recording.firstAnswer == first ? .answer : .toolCall
        }
        trace.tokenReads = recording.tokenReads
        trace.largestBurst = recording.largestBurst
        trace.firstBurst = recording.firstBurst
        trace.largestGap = zip(recording.tokenOffsets, recording.tokenOffsets.dropFirst()).map { $1 - $0 }.max()
            .map { Double($0) / 1e6 }
        trace.firstEvent = seconds(recording.firstEvent)
        trace.firstToken = seconds(recording.firstToken)
        trace.firstAnswer = seconds(recording.firstAnswer)
        trace.lastToken = seconds(recording.lastToken)
        if let timings = recording.timings { note(timings) }
    }

    /// Takes in an answer that came in one piece: all its tokens arrived with its last byte.
    mutating func noteWhole(hasOutput: Bool, timings: HTTPTimings?) {
        guard hasOutput, let end = timings?.ended else { return }
        let time = end.seconds(since: anchor)
        trace.firstToken = time
        trace.lastToken = time
        trace.tokenReads = 1
    }

    /// Takes in what the connection's own clock says.
    mutating func note(_ timings: HTTPTimings) {
        func seconds(_ time: MonotonicTime?) -> Double? { time?.seconds(since: anchor) }
        trace.start = seconds(timings.connected) ?? seconds(timings.started) ?? trace.start
        trace.sent = seconds(timings.sent)
        trace.firstByte = seconds(timings.firstByte)
        trace.end = seconds(timings.ended)
        trace.dns = timings.nameLookup
        trace.connect = timings.connect
        trace.tls = timings.tls
        trace.httpVersion = timings.httpVersion
        trace.remoteAddress = timings.remoteAddress
        trace.localPort = timings.localPort
    }
}
