/// The metrics of the speed of one request, computed from its trace.
///
/// All are seconds except ``decodeRate``; nil where the instants or counts they need are not there.
public struct RequestMetrics: Sendable, Hashable {
    /// Last token − start: what the service took.
    public let serviceLatency: Double?
    /// Last token − scheduled: what a user waited, time in our own queue included (safe from coordinated omission).
    public let responseLatency: Double?
    /// TTFT: first reasoning, content or tool-call text − start. Connecting is not part of it.
    public let timeToFirstToken: Double?
    /// TTFA: first content − start.
    public let timeToFirstAnswer: Double?
    /// First event with data − start, even if it holds no text.
    public let timeToFirstEvent: Double?
    /// TPOT: (last token − first token) ÷ (n − f), n the completion tokens that were seen to come (``TokenCounts/seen(_:)``), f
    /// those of them that the first read brought (by its share of the events, at least 1).
    ///
    /// Nil for n < 2, where n cannot be told, and unless the response came as a stream: see ``StreamShape``.
    public let timePerOutputToken: Double?
    /// Tokens per second after the first: (n − f) ÷ (last token − first token). Nil where TPOT is.
    public let decodeRate: Double?

    /// The mean gap between events with text, which are not tokens: (last token − first token) ÷ (events − 1).
    public let interChunkGap: Double?

    /// Computes the metrics from a trace and the service's count of completion tokens.
    public init(trace: RequestTimeline, completionTokens: Int?) {
        self.init(trace: trace, tokens: TokenCounts(completion: completionTokens))
    }

    /// Computes the metrics from a trace and the service's counts.
    public init(trace: RequestTimeline, tokens counts: TokenCounts) {
        func since(_ start: Double, _ instant: Double?) -> Double? {
            guard let instant, instant.isFinite, instant >= start else { return nil }
            return instant - start
        }
        serviceLatency = since(trace.start, trace.lastToken)
        responseLatency = since(trace.scheduled, trace.lastToken)
        timeToFirstToken = trace.streamed ? since(trace.start, trace.firstToken) : nil
        timeToFirstAnswer = trace.streamed ? since(trace.start, trace.firstAnswer) : nil
        timeToFirstEvent = trace.streamed ? since(trace.start, trace.firstEvent) : nil

        interChunkGap =
            trace.streamed && trace.tokenEvents >= 2
            ? trace.firstToken.flatMap { since($0, trace.lastToken) }.map { $0 / Double(trace.tokenEvents - 1) } : nil
        let shape = StreamShape(trace: trace, tokens: counts)
        if shape == .streaming, let first = trace.firstToken, let decoding = since(first, trace.lastToken),
            decoding > 0, let tokens = counts.seen(trace).map({ Double($0) }), tokens >= 2
        {
            // Tokens that came together with the first were made before it was seen: they are not part of the time after it.
            let share = Double(max(1, trace.firstBurst)) / Double(max(1, trace.tokenEvents))
            let later = tokens - max(1, tokens * share)
            timePerOutputToken = later > 0 ? decoding / later : nil
            decodeRate = later > 0 ? later / decoding : nil
        } else {
            timePerOutputToken = nil
            decodeRate = nil
        }
    }
}
