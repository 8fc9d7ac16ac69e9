import ALCFClient
import ALCFHTTP
import ALCFJSON
import Testing

/// How a stream ended, as a value, with what came of it.
@Suite struct StreamEndTests {
    private func collect(_ text: String, failure: HTTPError? = nil) async throws -> CollectedChat {
        let transport = ScriptedTransport([.fragments(fragments(text, size: 11), failure: failure)])
        return try await client(transport).stream(question, at: ModelEndpoint(cluster: "sophia")).collect()
    }

    @Test func complete() async throws {
        let collected = try await collect(Transcript.metisStream)
        guard case .complete = collected.end else { return #expect(Bool(false), "\(collected.end)") }
        #expect(collected.end.error == nil)
        #expect(try collected.get().reasoning == "User greets.")
        #expect(collected.answer.usage?.totalTokens == 91)
        #expect(collected.timings.reads > 10)
    }

    @Test func truncated() async throws {
        let collected = try await collect(Transcript.sophiaPiece("Hel") + Transcript.done)
        guard case .truncated(let error) = collected.end else { return #expect(Bool(false), "\(collected.end)") }
        #expect(error.code == .truncated && collected.answer.content == "Hel")
        #expect(throws: ClientError.self) { try collected.get() }
    }

    @Test(arguments: [
        (Transcript.sophiaPiece("Hel") + Transcript.sophiaGeneric, nil, ClientError.Code.serverError),
        (Transcript.sophiaPiece("Hel") + Transcript.fakeChunk("Error: no"), nil, .serverError),
        (Transcript.sophiaPiece("Hel"), HTTPError(.disconnected, "it broke"), .connection),
        (Transcript.sophiaPiece("Hel"), HTTPError(.timeoutIdle, "nothing came"), .timeout),
        (Transcript.sophiaPiece("Hel"), HTTPError(.cancelled, "cancelled"), .cancelled),
    ])
    func failed(text: String, failure: HTTPError?, code: ClientError.Code) async throws {
        let collected = try await collect(text, failure: failure)
        guard case .failed(let error) = collected.end else { return #expect(Bool(false), "\(collected.end)") }
        #expect(error.code == code && collected.answer.content == "Hel")
    }

    @Test func whatTheCallerThrows() async throws {
        struct Enough: Error {}
        let transport = ScriptedTransport([.fragments(fragments(Transcript.metisStream))])
        let stream = try await client(transport).stream(question, at: ModelEndpoint(cluster: "sophia"))
        var count = 0
        await #expect(throws: Enough.self) {
            _ = try await stream.collect { _ in
                count += 1
                throw Enough()
            }
        }
        #expect(count == 1)
    }

    @Test func logprobsComeTogether() throws {
        func chunk(_ token: String, finish: JSONValue) throws -> String {
            let choice: JSONValue = [
                "index": 0, "delta": ["content": .string(token)], "finish_reason": finish,
                "logprobs": [
                    "content": [
                        [
                            "token": .string(token), "logprob": -0.5, "bytes": [72],
                            "top_logprobs": [["token": "x", "logprob": -9999.0, "bytes": nil]],
                        ]
                    ]
                ],
            ]
            return "data: " + (["choices": [choice]] as JSONValue).serialized() + "\n\n"
        }
        var parser = ChatStreamParser()
        var answer = ChatAccumulator()
        for fragment in fragments(try chunk("H", finish: nil) + chunk("i", finish: "stop"), size: 9) {
            for event in parser.receive(fragment) { answer.add(event.chunk) }
        }
        let logprobs = try #require(answer.choices.first?.logprobs)
        #expect(logprobs.map(\.token) == ["H", "i"] && logprobs[0].bytes == [72] && logprobs[0].logprob == -0.5)
        #expect(logprobs[0].alternatives.map(\.logprob) == [-9999])
    }
}
