import Testing

@testable import ALCFRecord

/// Tokens that were not seen are in no pace.
@Suite struct SeenTokensTests {
    /// Ten events of an answer, 10 ms apart, after 0.3 s, with or without twenty of reasoning before them.
    private func trace(reasoning: Int = 0, bytes: Int? = 50) -> RequestTimeline {
        var trace = RequestTimeline(scheduled: 0, start: 0)
        let events = 10 + reasoning
        trace.firstToken = reasoning > 0 ? 0.1 : 0.3
        trace.firstAnswer = 0.3
        trace.lastToken = 0.39
        trace.tokenEvents = events
        trace.tokenReads = events
        trace.largestBurst = 1
        trace.reasoningEvents = reasoning
        trace.recordedFirstOutput = reasoning > 0 ? .reasoning : .answer
        trace.answerBytes = bytes
        return trace
    }

    @Test func hiddenReasoningIsLeftOut() throws {
        let hidden = Sample(trace: trace(), tokens: TokenCounts(completion: 30, reasoning: 20))
        let shown = Sample(trace: trace(reasoning: 20), tokens: TokenCounts(completion: 30, reasoning: 20))
        #expect(abs(try #require(hidden[.timePerOutputToken]) - 0.01) < 1e-9)
        #expect(abs(try #require(shown[.timePerOutputToken]) - 0.01) < 1e-9)
        #expect(abs(try #require(hidden[.decodeRate]) - 100) < 1e-6)
    }

    @Test func withoutACountOfReasoningItIsVoidWhereItCannotBeTold() throws {
        // 30 tokens, 10 events, 50 bytes: two thirds are somewhere else.
        #expect(TokenCounts(completion: 30).seen(trace()) == nil)
        #expect(Sample(trace: trace(), tokens: TokenCounts(completion: 30))[.timePerOutputToken] == nil)
        #expect(StreamShape(trace: trace(), tokens: TokenCounts(completion: 30)) == .streaming)
        // Some more than events, as the end of the text and the template are tokens too.
        #expect(TokenCounts(completion: 12).seen(trace()) == 12)
        // Three tokens to an event, and text enough for them.
        #expect(TokenCounts(completion: 30).seen(trace(bytes: 130)) == 30)
        // Nothing known of the text.
        #expect(TokenCounts(completion: 30).seen(trace(bytes: nil)) == nil)
        // Streamed reasoning counts.
        #expect(TokenCounts(completion: 30).seen(trace(reasoning: 20)) == 30)
    }

    @Test func countsThatMakeNoSenseAreNotUsed() {
        #expect(TokenCounts(completion: 10, reasoning: 20).seen(trace()) == nil)
        #expect(TokenCounts(completion: 10, reasoning: 20).seen(trace(reasoning: 20)) == nil)
        #expect(TokenCounts(completion: 30, reasoning: 30).seen(trace()) == nil)
        #expect(TokenCounts(completion: 30, reasoning: -1).seen(trace()) == nil)
        #expect(TokenCounts(completion: -1).seen(trace()) == nil)
        #expect(TokenCounts().seen(trace()) == nil)
        // A summary of two pieces stands for 200 tokens of reasoning.
        #expect(TokenCounts(completion: 210, reasoning: 200).seen(trace(reasoning: 2)) == nil)
    }

    @Test func olderRecordsTellByTheFirstAnswer() {
        var trace = trace()
        trace.reasoningEvents = nil
        trace.recordedFirstOutput = nil
        trace.firstAnswer = trace.firstToken
        #expect(trace.firstOutput == .answer)
        #expect(TokenCounts(completion: 30, reasoning: 20).seen(trace) == 10)
        trace.firstAnswer = 0.35
        #expect(trace.firstOutput == .reasoning)
        #expect(TokenCounts(completion: 30, reasoning: 20).seen(trace) == 30)
        trace.firstAnswer = nil
        #expect(trace.firstOutput == nil)
        #expect(TokenCounts(completion: 30, reasoning: 20).seen(trace) == nil)
    }

    @Test func thePortionOfTheFirstReadIsItsShareOfTheEvents() throws {
        var sample = try #require(Fixture.record().samples.first { $0.outcome.isSuccess })
        sample.trace = trace()
        sample.tokens = TokenCounts(completion: 30, reasoning: 0)
        #expect(sample.firstPortion == 3)
        sample.trace.firstBurst = 3
        sample.tokens = TokenCounts(completion: 10)
        #expect(sample.firstPortion == 3)
        sample.trace.streamed = false
        #expect(sample.firstPortion == nil)
    }
}
