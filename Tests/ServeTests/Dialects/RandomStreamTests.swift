import ALCFJSON
import ALCFServe
import TestSupport
import Testing

/// Streams of random pieces in random order, as what a client reads of them.
struct RandomStreamTests {
    private struct Stream {
        var text = ""
        var reasoning = ""
        var calls: [JSONValue] = []
        var deltas: [String] = []

        init(_ random: inout TestRandom) {
            let names = (0..<Int.random(in: 0...4, using: &random)).map { "f\($0)" }
            var rest = names.indices.map { number -> [Character] in
                let input: JSONValue = ["text": .string(Self.word(&random)), "n": .int(number)]
                calls.append(input)
                return Array(input.serialized())
            }
            var begun: Set<Int> = []
            var open = names.indices.filter { _ in true }
            for _ in 0..<8 { add(&random) }
            while let number = open.randomElement(using: &random) {
                if Int.random(in: 0..<4, using: &random) == 0 { add(&random) }
                // Calls begin in order.
                guard begun.contains(number) || number == begun.count else { continue }
                let isFirst = begun.insert(number).inserted
                let piece = String(rest[number].prefix(Int.random(in: 0...6, using: &random)))
                rest[number].removeFirst(piece.count)
                var function: JSONObject = ["arguments": .string(piece)]
                var call: JSONObject = ["index": .int(number)]
                if isFirst {
                    function["name"] = .string(names[number])
                    call["id"] = .string("call_\(number)")
                }
                call["function"] = .object(function)
                deltas.append(JSONValue.object(["tool_calls": [.object(call)]]).serialized())
                if rest[number].isEmpty { open.removeAll { $0 == number } }
            }
            if deltas.isEmpty || text.isEmpty { add(text: "x") }
        }

        private mutating func add(_ random: inout TestRandom) {
            let word = Self.word(&random)
            if Bool.random(using: &random) {
                add(text: word)
            } else {
                reasoning += word
                deltas.append(JSONValue.object(["reasoning": .string(word)]).serialized())
            }
        }

        private mutating func add(text word: String) {
            text += word
            deltas.append(JSONValue.object(["content": .string(word)]).serialized())
        }

        private static func word(_ random: inout TestRandom) -> String {
            String(
                (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    "ab {}\"\\\n–\u{1F44B}".randomElement(using: &random) ?? "a"
                })
        }
    }

    @Test func everyPieceArrives() throws {
        var random = TestRandom()
        for _ in 0..<300 {
            let stream = Stream(&random)
            let text = Dialogue.stream(stream.deltas, finish: stream.calls.isEmpty ? "stop" : "tool_calls")
            var messages = try Dialogue.translation(
                MessagesTranslation.self,
                #"{"max_tokens":9,"thinking":{"type":"adaptive"},"messages":[{"role":"user","content":"Hi"}]}"#)
            let content = try #require(try MessagesReading(Dialogue.events(&messages, text)).message["content"]?.array)
            func joined(_ name: String) -> String { content.compactMap { $0[name]?.string }.joined() }
            #expect(joined("text") == stream.text && joined("thinking") == stream.reasoning)
            #expect(content.compactMap { $0["input"] } == stream.calls)
            var responses = try Dialogue.translation(ResponsesTranslation.self, #"{"input":"Hi"}"#)
            let response = try ResponsesReading(Dialogue.events(&responses, text)).response
            let output = try #require(response["output"]?.array)
            func parts(_ type: String) -> String {
                output.filter { $0["type"]?.string == type }.compactMap { $0["content"]?[0]?["text"]?.string }.joined()
            }
            #expect(parts("message") == stream.text && parts("reasoning") == stream.reasoning)
            let arguments = output.compactMap { $0["arguments"]?.string }
            #expect(arguments == stream.calls.map { $0.serialized() })
        }
    }
}
