import ALCFClient
package import ALCFHTTP
import ALCFRecord
import ALCFSystem

extension RequestTimeline {
    /// A request that has left our own queue, or never did: what was seen at the socket is to follow.
    ///
    /// - Parameter anchor: the run's zero.
    init(_ completed: CompletedExchange, isStreaming: Bool, since anchor: MonotonicTime) {
        let scheduled = completed.scheduled.seconds(since: anchor)
        let dispatched = completed.dispatched?.seconds(since: anchor)
        self.init(scheduled: scheduled, start: dispatched ?? scheduled, streamed: isStreaming)
        self.dispatched = dispatched
    }

    /// The timeline of an answer that was shown while it came, from its request on.
    package init(_ recording: ChatStreamRecording, _ timings: HTTPTimings) {
        let anchor = timings.queued
        self.init(scheduled: 0, start: 0)
        record(timings, since: anchor)
        record(recording, since: anchor)
    }

    /// Takes in what was seen of an exchange.
    mutating func record(_ answer: MeasuredExchange.Answer, since anchor: MonotonicTime) {
        if let timings = answer.timings { record(timings, since: anchor) }
        if let recording = answer.recording { record(recording, since: anchor) }
        guard let completion = answer.completion, let end = completion.timings?.ended,
            completion.choices.contains(where: \.hasOutput)
        else { return }
        // All tokens of an answer in one piece arrived with its last byte.
        firstToken = end.seconds(since: anchor)
        lastToken = firstToken
        tokenReads = 1
    }

    /// Takes in what the connection's own clock says.
    mutating func record(_ timings: HTTPTimings, since anchor: MonotonicTime) {
        start = (timings.connected ?? timings.started)?.seconds(since: anchor) ?? start
        sent = timings.sent?.seconds(since: anchor)
        firstByte = timings.firstByte?.seconds(since: anchor)
        end = timings.ended?.seconds(since: anchor)
        dns = timings.nameLookup
        connect = timings.connect
        tls = timings.tls
        roundTrip = timings.socket?.roundTrip
        roundTripVariance = timings.socket?.roundTripVariance
        leastRoundTrip = timings.socket?.leastRoundTrip
        retransmissions = timings.socket?.retransmissions
        httpVersion = timings.httpVersion
        remoteAddress = timings.remoteAddress
        localPort = timings.localPort
    }

    private mutating func record(_ recording: ChatStreamRecording, since anchor: MonotonicTime) {
        events = recording.events
        tokenEvents = recording.tokenEvents
        reasoningEvents = recording.reasoningEvents
        answerBytes = recording.answerBytes
        recordedFirstOutput = recording.firstToken.map { first in
            recording.firstReasoning == first ? .reasoning : recording.firstAnswer == first ? .answer : .toolCall
        }
        tokenReads = recording.tokenReads
        largestBurst = recording.largestBurst
        firstBurst = recording.firstBurst
        largestGap = zip(recording.tokenOffsets, recording.tokenOffsets.dropFirst()).map { $1 - $0 }.max()
            .map { Double($0) / 1e6 }
        firstEvent = recording.firstEvent?.seconds(since: anchor)
        firstToken = recording.firstToken?.seconds(since: anchor)
        firstAnswer = recording.firstAnswer?.seconds(since: anchor)
        lastToken = recording.lastToken?.seconds(since: anchor)
    }
}
