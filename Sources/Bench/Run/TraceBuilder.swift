import ALCFClient
import ALCFHTTP
import ALCFSystem

/// Turns what was seen at the socket into a ``RequestTrace``.
struct TraceBuilder {
    private let anchor: MonotonicTime
    private(set) var trace: RequestTrace
    private var lastRead: Int?
    private var burst = 0

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

    /// Takes in one event of the stream.
    mutating func note(_ event: ChatStreamEvent) {
        let time = event.time.seconds(since: anchor)
        trace.events += 1
        trace.firstEvent = trace.firstEvent ?? time
        guard event.chunk.hasOutput else { return }
        trace.tokenEvents += 1
        trace.firstToken = trace.firstToken ?? time
        trace.lastToken = time
        if event.chunk.choices.contains(where: { !($0.content ?? "").isEmpty }) {
            trace.firstAnswer = trace.firstAnswer ?? time
        }
        if event.readIndex == lastRead {
            burst += 1
        } else {
            lastRead = event.readIndex
            trace.tokenReads += 1
            burst = 1
        }
        trace.largestBurst = max(trace.largestBurst, burst)
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
    }
}
