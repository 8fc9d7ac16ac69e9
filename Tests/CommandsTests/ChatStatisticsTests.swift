import ALCFHTTP
import ALCFJSON
import ALCFLoad
import ALCFSystem
import Testing

@testable import ALCFClient
@testable import ALCFCommands

/// The times and rates that `chat --stats` prints.
@Suite struct ChatStatisticsTests {
    private static let start = MonotonicTime(nanoseconds: 1_000_000_000)

    private static func time(_ seconds: Double) -> MonotonicTime {
        MonotonicTime(nanoseconds: start.nanoseconds + Int64(seconds * 1e9))
    }

    /// An answer whose events each have a time in seconds, and the number of their read.
    private func statistics(
        _ events: [(seconds: Double, read: Int)], tokens: Int?, isStream: Bool = true, isSimulated: Bool = false
    ) -> ChatStatistics {
        var recording = ChatStreamRecording()
        for event in events {
            let chunk = ChatChunk(["choices": [["index": 0, "delta": ["content": "word "]]]])
            recording.note(ChatStreamEvent(chunk: chunk, time: Self.time(event.seconds), readIndex: event.read))
        }
        var timings = HTTPTimings(queued: Self.start)
        timings.connected = Self.start
        timings.ended = Self.time(9)
        let usage = tokens.flatMap { Usage(["prompt_tokens": 7, "completion_tokens": .int($0)]) }
        return ChatStatistics(
            timings: timings, usage: usage, recording: isStream ? recording : nil, isSimulated: isSimulated)
    }

    /// Events of which some come together at one second, and the rest one after the other.
    private static func events(together: Int, then single: Int, gap: Double = 0.1) -> [(seconds: Double, read: Int)] {
        let first = (0..<together).map { _ in (seconds: 1.0, read: 0) }
        return first + (1...max(1, single)).prefix(single).map { (seconds: 1 + gap * Double($0), read: $0) }
    }

    @Test func aStreamOfTokensHasARate() throws {
        let answer = statistics(Self.events(together: 1, then: 10), tokens: 11)
        #expect(try abs(#require(answer.rate) - 10) < 1e-6)
        #expect(answer.text == "first token 1.00 s, total 2.00 s, 7 tokens in, 11 out, 10 tokens/s after the first")
    }

    /// Tokens that came with the first one were made before it, and are in no rate.
    @Test func tokensOfTheFirstReadAreInNoRate() throws {
        let answer = statistics(Self.events(together: 10, then: 10), tokens: 20)
        #expect(try abs(#require(answer.rate) - 10) < 1e-6)
        #expect(answer.text.hasPrefix("first token 1.00 s (and 9 more with it), total 2.00 s"))
    }

    @Test func whereNoRateCanBeToldTheReasonIs() {
        let burst = statistics(Self.events(together: 18, then: 2), tokens: 20)
        #expect(burst.rate == nil && burst.text.hasSuffix("no rate, as the answer came in portions of many tokens"))
        let large = statistics([(1, 0), (1.001, 1)], tokens: 400)
        #expect(large.rate == nil && large.obstacle != nil && !large.text.contains("tokens/s"))
        let whole = statistics(Self.events(together: 20, then: 0), tokens: 20)
        #expect(whole.text.hasSuffix("no rate, as the answer came all at once"))
        let uncounted = statistics([(1, 0), (2, 1)], tokens: nil)
        #expect(uncounted.text == "first token 1.00 s, total 2.00 s, no rate, as the server counted no tokens")
    }

    @Test func anAnswerInOnePieceHasNeitherFirstTokenNorRate() {
        #expect(statistics([], tokens: 5, isStream: false).text == "total 9.00 s, 7 tokens in, 5 out")
        #expect(statistics([(1, 0)], tokens: 1).text == "first token 1.00 s, total 1.00 s, 7 tokens in, 1 out")
    }

    @Test func aSimulatedAnswerIsMarked() {
        #expect(statistics([(1, 0)], tokens: 1, isSimulated: true).text.hasPrefix("SIMULATED: first token"))
    }
}
