import ALCFClient
import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

@Suite struct BatchTests {
    static let id = "f8fa0000-0000-4000-8000-000000000001"

    @Test func submitting() async throws {
        let transport = ScriptedTransport(
            200,
            #"{"batch_id":"f8fa","input_file":"/eagle/x.jsonl","output_folder_path":null,"task_ids":"a,b","status":"pending"}"#
        )
        let batch = try await client(transport).submitBatch(
            BatchRequest(model: "m", inputFile: "/eagle/x.jsonl"), at: ModelEndpoint(cluster: "sophia"))
        #expect(batch.id == "f8fa" && batch.taskIDs == ["a", "b"] && batch.status == .pending)
        #expect(batch.outputFolder == nil && !batch.status.isFinal)
        #expect(transport.asked.first?.url.hasSuffix("/sophia/vllm/v1/batches") == true)
        #expect(transport.asked.first?.method == "POST")
    }

    @Test func listing() async throws {
        let body = #"""
            [{"id":"f8fa","cluster":"sophia","framework":"vllm","input_file":"/eagle/argonne_tpc/x.jsonl","in_progress_at":"2026-01-05T15:00:00Z",
            "completed_at":null,"failed_at":null,"status":"pending","batch_id":"f8fa"}]
            """#
        let transport = ScriptedTransport(200, body)
        let batch = try #require(try await client(transport).batches(status: .pending).first)
        #expect(batch.startedAt == "2026-01-05T15:00:00Z" && batch.completedAt == nil && batch.cluster == "sophia")
        #expect(transport.asked.first?.url.hasSuffix("/resource_server/v1/batches?status=pending") == true)
        #expect(try await client(ScriptedTransport(200, "[]")).batches().isEmpty)
    }

    @Test func statusAndIDs() async throws {
        let transport = ScriptedTransport(200, #""completed""#)
        #expect(try await client(transport).batchStatus(Self.id.uppercased()) == .completed)
        #expect(transport.asked.first?.url.hasSuffix("/v1/batches/\(Self.id)") == true)
        for id in ["", "x", "../whoami", Self.id + "/", "f8fa0000-0000-4000-8000-00000000000g"] {
            let transport = ScriptedTransport(200, #""completed""#)
            #expect(await clientError { try await client(transport).batchStatus(id) }?.code == .usage)
            #expect(transport.asked.isEmpty)
        }
    }

    @Test func aResultInPythonsWords() async throws {
        let python = #"""
            "{'results_file': '/eagle/…/x.results.jsonl', 'progress_file': 'p', 'total_tokens': 1200, 'num_responses': 10, 'lines_processed': 11, 'duration_sec': 61.2, 'throughput_tokens_per_sec': 19.6}"
            """#
        let transport = ScriptedTransport(200, python)
        let result = try await client(transport).batchResult(Self.id)
        #expect(result.resultsFile == "/eagle/…/x.results.jsonl" && result.totalTokens == 1200)
        #expect(result.responses == 10 && result.lines == 11)
        #expect(result.duration == 61.2 && result.tokensPerSecond == 19.6)
        #expect(transport.asked.first?.url.hasSuffix("/v1/batches/\(Self.id)/result") == true)
    }

    @Test(arguments: [
        (
            #"{'a': None, 'b': [True, False, (1, 2.5e3, -3)], "c": "it's", 'd': {}}"#,
            #"{"a":null,"b":[true,false,[1,2500.0,-3]],"c":"it's","d":{}}"#
        ),
        (
            #"{'it\'s': 'a\n\x41\u00e9\U0001F600\\', 5: {'x', 'y'}, 'e': (), }"#,
            #"{"it's":"a\nAé😀\\","5":["x","y"],"e":[]}"#
        ),
        (#"('Batch failed: x', 400, {})"#, #"["Batch failed: x",400,{}]"#),
        (
            #"{'metrics': {'response_time': 2, 'num_responses': 3}}"#,
            #"{"metrics":{"response_time":2,"num_responses":3}}"#
        ),
        (#"{"a": [1, 2]}"#, #"{"a":[1,2]}"#), ("  'x'  ", #""x""#), ("nan", "null"),
        // What cannot be read stays a text.
        ("{'a': ", #""{'a': ""#), ("{'a': f(1)}", #""{'a': f(1)}""#), ("{'a': 1} x", #""{'a': 1} x""#),
        ("{'a': '\\", #""{'a': '\\""#), ("{'a': 1, 'b'}", #""{'a': 1, 'b'}""#), ("", #""""#),
    ])
    func pythonLiterals(text: String, json: String) {
        #expect(BatchResult(text: text).raw.serialized() == json)
    }

    @Test func nestingHasItsLimit() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(BatchResult(text: deep).raw == .string(deep))
    }

    @Test func theDocumentationsSample() {
        let result = BatchResult(
            text:
                "{'results_file': 'r', 'metrics': {'response_time': 2.5, 'throughput_tokens_per_second': 7, 'total_tokens': 9}}"
        )
        #expect(result.duration == 2.5 && result.tokensPerSecond == 7 && result.totalTokens == 9)
    }

    @Test(arguments: [
        ("batch_ongoing", ClientError.Code.batchPending, ClientError.Category.tryAgain),
        ("batch_failed", .batchFailed, .failed), ("quota_exceeded", .batchPending, .tryAgain),
        ("batch_unavailable", .unsupported, .usage),
    ])
    func refusals(word: String, code: ClientError.Code, category: ClientError.Category) async throws {
        let transport = ScriptedTransport(400, ErrorTests.gateway(word, "('Batch failed: x', 400)"))
        let error = try #require(await clientError { try await client(transport).batchResult(Self.id) })
        #expect(error.code == code && error.category == category && error.serverCode == word)
        #expect(error.remedy != nil)
    }

    @Test func waiting() async throws {
        let clock = TestClock()
        let transport = ScriptedTransport([
            .answer(200, #""pending""#), .answer(200, #""running""#), .answer(200, #""completed""#),
        ])
        var seen: [Batch.Status] = []
        let end = try await client(transport).waitForBatch(Self.id, every: .seconds(5), clock: clock) {
            seen.append($0)
        }
        #expect(end == .completed && seen == [.pending, .running, .completed])
        #expect(clock.slept == [5, 5])
        let slow = ScriptedTransport(Array(repeating: .answer(200, #""pending""#), count: 9))
        let error = await clientError {
            try await client(slow).waitForBatch(Self.id, every: .seconds(5), timeout: .seconds(12), clock: clock)
        }
        #expect(error?.code == .timeout)
        #expect(clock.slept == [5, 5, 5, 5, 2])
    }
}
