import Testing

@testable import ALCFRecord

@Suite struct RequestFigureTests {
    /// Scheduled at 10, started at 10.5, events at 11, reasoning from 12, content from 14 to 16.
    private func trace() -> RequestTimeline {
        var trace = RequestTimeline(scheduled: 10, start: 10.5)
        trace.sent = 10.51
        trace.firstByte = 10.9
        trace.firstEvent = 11
        trace.firstToken = 12
        trace.firstAnswer = 14
        trace.lastToken = 16
        trace.end = 16.25
        trace.events = 24
        trace.tokenEvents = 21
        trace.tokenReads = 20
        trace.largestBurst = 2
        return trace
    }

    @Test func followsTheDefinitions() {
        let sample = Sample(trace: trace(), completionTokens: 21)
        #expect(sample[.serviceLatency] == 5.5)
        #expect(sample[.responseLatency] == 6)
        #expect(sample[.timeToFirstToken] == 1.5)
        #expect(sample[.timeToFirstAnswer] == 3.5)
        #expect(sample[.timeToFirstEvent] == 0.5)
        #expect(sample[.timePerOutputToken] == 0.2)
        #expect(sample[.decodeRate] == 5)
    }

    @Test(arguments: [nil, 0, 1]) func hasNoPaceWithoutTwoCountedTokens(_ tokens: Int?) {
        let sample = Sample(trace: trace(), completionTokens: tokens)
        #expect(sample[.timePerOutputToken] == nil)
        #expect(sample[.decodeRate] == nil)
        #expect(sample[.serviceLatency] == 5.5)
    }

    @Test func hasNoPaceWhenAllTokensCameInOneRead() {
        var trace = trace()
        trace.tokenReads = 1
        trace.largestBurst = 21
        #expect(StreamShape(trace: trace, completionTokens: 21) == .buffered)
        #expect(Sample(trace: trace, completionTokens: 21)[.timePerOutputToken] == nil)
    }

    @Test func hasNoPaceWhenTokensCameInBundles() {
        var trace = trace()
        trace.tokenReads = 3
        trace.largestBurst = 11
        #expect(StreamShape(trace: trace, completionTokens: 21) == .bundled)
        trace.largestBurst = 10
        #expect(StreamShape(trace: trace, completionTokens: 21) == .streaming)
        // 85 tokens were counted and 21 events seen: most were never shown.
        #expect(StreamShape(trace: trace, completionTokens: 85) == .bundled)
        #expect(Sample(trace: trace, completionTokens: 85)[.decodeRate] == nil)
    }

    /// Sophia's relay: 7 ms a token, passed on in bursts of 20. The tokens of the first burst were made before it came.
    @Test func paceLeavesOutWhatCameWithTheFirstRead() throws {
        var trace = RequestTimeline(scheduled: 0, start: 0)
        trace.tokenEvents = 61
        trace.tokenReads = 4
        trace.largestBurst = 20
        trace.firstBurst = 20
        trace.firstToken = 1 + 20 * 0.007
        trace.lastToken = 1 + 61 * 0.007
        let sample = Sample(trace: trace, completionTokens: 61)
        #expect(abs(try #require(sample[.timePerOutputToken]) - 0.007) < 1e-9)
        #expect(abs(try #require(sample[.decodeRate]) - 1 / 0.007) < 1e-6)
        // Two tokens an event: the share of events counts.
        let doubled = Sample(trace: trace, completionTokens: 122)
        #expect(abs(try #require(doubled[.timePerOutputToken]) - 0.0035) < 1e-9)
        trace.firstBurst = 61
        #expect(Sample(trace: trace, completionTokens: 61)[.timePerOutputToken] == nil)
    }

    @Test func shortAnswersInTwoReadsAreAStream() {
        var trace = trace()
        trace.tokenEvents = 3
        trace.tokenReads = 2
        trace.largestBurst = 2
        #expect(StreamShape(trace: trace, completionTokens: 3) == .streaming)
        trace.tokenEvents = 1
        trace.tokenReads = 1
        trace.largestBurst = 1
        #expect(StreamShape(trace: trace, completionTokens: 1) == nil)
    }

    @Test func aResponseInOnePieceHasLatencyOnly() {
        var trace = trace()
        trace.streamed = false
        trace.firstToken = 16
        trace.firstAnswer = 16
        let sample = Sample(trace: trace, completionTokens: 40)
        #expect(sample[.serviceLatency] == 5.5)
        #expect(sample[.timeToFirstToken] == nil)
        #expect(sample[.timeToFirstAnswer] == nil)
        #expect(sample[.timePerOutputToken] == nil)
        #expect(StreamShape(trace: trace, completionTokens: 40) == .buffered)
    }

    @Test func whatDidNotHappenHasNoDuration() {
        let sample = Sample(trace: RequestTimeline(scheduled: 1, start: 2), completionTokens: 10)
        #expect(sample[.serviceLatency] == nil)
        #expect(sample[.responseLatency] == nil)
        #expect(sample[.timeToFirstToken] == nil)
        #expect(sample[.timePerOutputToken] == nil)
        var backwards = trace()
        backwards.lastToken = 9
        #expect(Sample(trace: backwards, completionTokens: 10)[.serviceLatency] == nil)
    }
}
