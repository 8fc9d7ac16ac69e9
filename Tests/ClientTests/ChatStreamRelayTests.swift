import ALCFClient
import ALCFCrypto
import ALCFHTTP
import ALCFLoad
import ALCFSystem
import Testing

/// The events that a stream's reader passes on.
struct ChatStreamRelayTests {
    private func relayed(
        _ text: String, size: Int, passesUsage: Bool = true, secrets: [Secret] = [], answers: Int? = 1
    ) -> (text: String, failed: Bool) {
        var reader = ChatStreamReader(
            isService: true, answers: answers,
            relay: ChatStreamRelay(passesUsage: passesUsage, redaction: Redaction(secrets)))
        var out: [UInt8] = []
        for fragment in fragments(text, size: size) {
            reader.receive(fragment.bytes.span, at: fragment.time)
            out += reader.takeRelayed()
        }
        let failed = reader.finish(nil).failure != nil
        out += reader.takeRelayed()
        return (String(decoding: out, as: UTF8.self), failed)
    }

    private static func piece(_ text: String) -> String { Transcript.sophiaPiece(text) }

    @Test(arguments: [1, 2, 3, 7, 64, 301, 100_000])
    func plainEventsPassByteForByte(size: Int) {
        let events =
            Self.piece("One") + Self.piece(" two") + Self.piece(" three")
            + Transcript.sophiaPiece("", finish: #""stop""#)
        let result = relayed(events + Transcript.done, size: size)
        #expect(result.text == events)
        #expect(!result.failed)
    }

    @Test(arguments: [1, 5, 1000])
    func callsPassAsTheyAre(size: Int) throws {
        let result = relayed(Transcript.sophiaToolCalls, size: size)
        #expect(!result.failed)
        #expect(result.text.contains(#""name":"get_weather""#))
        #expect(result.text.split(separator: "data: ").count == 5)
        #expect(!result.text.contains("[DONE]"))
    }

    @Test func commentsAndOtherLineEndsAreEvenedOut() {
        let result = relayed(Transcript.metisStream, size: 9)
        #expect(!result.text.contains("keep-alive"))
        #expect(result.text.contains("Hello – \u{1F44B}."))
        #expect(result.text.hasSuffix("\n\n"))
    }

    /// Clients of OpenAI's API expect whole seconds.
    @Test(arguments: [7, 100_000])
    func timesOfCreationAreWhole(size: Int) {
        let head =
            #"data: {"id":"0b1c","object":"chat.completion.chunk","created":1767225600.25,"model":"m","choices":[{"index":0,"delta":"#
        func piece(_ text: String, finish: String = "null") -> String {
            head + #"{"content":"\#(text)"},"finish_reason":\#(finish)}]}"# + "\n\n"
        }
        let events = piece("One") + piece(" two") + piece(" – three") + piece(" four") + piece("", finish: #""stop""#)
        let result = relayed(events + Transcript.done, size: size)
        #expect(!result.failed)
        #expect(result.text.split(separator: #""created":1767225600,"#).count == 6)
        #expect(!result.text.contains(".25"))
    }

    @Test func theUsageGoesToThoseWhoAsked() {
        #expect(relayed(Transcript.metisStream, size: 1000).text.contains(#""usage""#))
        #expect(!relayed(Transcript.metisStream, size: 1000, passesUsage: false).text.contains(#""usage""#))
    }

    @Test(arguments: [1, 50, 10_000], ["\n", "\r\n"])
    func nothingBehindAnErrorPasses(size: Int, lineEnd: String) {
        let error =
            #"data: {"object":"error","message":"no","type":"InternalServerError","param":null,"code":500}"# + "\n\n"
        let stream = Self.piece("One") + error + Self.piece("Two") + Transcript.done
        let result = relayed(stream.replacing("\n", with: lineEnd), size: size)
        #expect(result.text.contains("One"))
        #expect(result.text.split(separator: "\n").count == 1)
        #expect(result.failed)
    }

    /// In a piece of its own, in one of many like it, and in a chunk that must be parsed.
    @Test func secretsDoNotPass() {
        let secret = "AgSecretSecretSecret0123456789"
        let events =
            Self.piece("a") + Self.piece("b") + Self.piece("it is \(secret)!") + Self.piece("c")
            + Self.piece("\(secret) \u{2013}") + Transcript.sophiaPiece("", finish: #""stop""#)
        let result = relayed(events + Transcript.done, size: 64, secrets: [Secret(secret)])
        #expect(!result.text.contains("SecretSecret"))
        #expect(result.text.contains("it is ***!"))
    }

    /// Half a character in one chunk, the other half in the next.
    @Test func tornCharactersAreWhole() {
        let events =
            Self.piece("a") + Self.piece(#"\ud83d"#) + Self.piece(#"\ude00!"#)
            + Transcript.sophiaPiece("", finish: #""stop""#)
        let result = relayed(events + Transcript.done, size: 1000)
        #expect(result.text.contains("\u{1F600}!"))
        #expect(!result.text.contains(#"\ud83d"#))
        // No stand-in for a half that waits.
        #expect(!result.text.unicodeScalars.contains { (0x10_D800...0x10_DFFF).contains($0.value) })
        #expect(!result.failed)
    }

    /// The same in the arguments of two calls at once, of which one ends with a half that has no other.
    @Test func tornArgumentsAreWhole() {
        func call(_ index: Int, _ text: String) -> String {
            #"data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":\#(index),"function":{"arguments":"\#(text)"}}]}}]}"#
                + "\n\n"
        }
        let events =
            call(0, #"a\ud83d"#) + call(1, #"b\ud83c"#) + call(0, #"\ude00!"#)
            + Transcript.sophiaPiece("", finish: #""tool_calls""#) + Transcript.done
        let result = relayed(events, size: 1000)
        #expect(result.text.contains("\"\u{1F600}!\""))
        #expect(!SurrogateJoiner.hasStandIn(in: result.text))
        #expect(!result.failed)
        var parser = ChatStreamParser(isService: true, answers: 1)
        var answer = ChatAccumulator()
        for fragment in fragments(events, size: 1000) {
            for event in parser.receive(fragment) { answer.add(event.chunk) }
        }
        #expect(answer.toolCalls.map(\.arguments) == ["a\u{1F600}!", "b\u{FFFD}"])
    }
}
