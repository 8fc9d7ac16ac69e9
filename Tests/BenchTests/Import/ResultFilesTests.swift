import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

/// The shape of the original script's files, with its own statistics as its own code computes them.
private let original = """
    {"timestamp": "2025-11-15T10:20:30.123456",
     "dataset": {"name": "SQuAD", "version": "1.1", "source": "Stanford", "url": "https://x", "num_samples": 4,
                 "description": "d"},
     "models": {"metis": "gpt-oss-120b-131072", "sophia": "openai/gpt-oss-120b"},
     "metis": {"results": [
       {"endpoint": "metis", "prompt_id": 1, "prompt": "Context: c\\n\\nQuestion: a?", "run": 1, "response": "one",
        "latency_sec": 4.5, "metadata": {"model": "gpt-oss-120b", "finish_reason": "stop", "prompt_tokens": 249,
        "completion_tokens": 30, "total_tokens": 279}},
       {"endpoint": "metis", "prompt_id": 2, "prompt": "Context: c\\n\\nQuestion: b?", "run": 1, "response": "two",
        "latency_sec": 5.0, "metadata": {"model": "gpt-oss-120b", "finish_reason": "stop", "prompt_tokens": 250,
        "completion_tokens": 50, "total_tokens": 300}},
       {"endpoint": "metis", "prompt_id": 3, "prompt": "Context: c\\n\\nQuestion: c?", "run": 1, "response": "three",
        "latency_sec": 5.5, "metadata": {"model": "gpt-oss-120b", "finish_reason": "length", "prompt_tokens": 251,
        "completion_tokens": 70, "total_tokens": 321}},
       {"endpoint": "metis", "prompt_id": 4, "prompt": "Context: c\\n\\nQuestion: d?", "run": 1, "response": "four",
        "latency_sec": 6.0, "metadata": {"model": "gpt-oss-120b", "finish_reason": "stop", "prompt_tokens": 250,
        "completion_tokens": 40, "total_tokens": 290}}],
      "statistics": {"num_requests": 4, "successful_requests": 4, "failed_requests": 0,
        "latency": {"mean": 5.25, "min": 4.5, "max": 6.0, "median": 5.5}, "tokens": {"mean": 297.5, "total": 1190},
        "response_length": {"mean": 3.75}, "throughput_tokens_per_sec": 56.666666666666664}},
     "sophia": {"results": [
       {"endpoint": "sophia", "prompt_id": 1, "prompt": "Context: c\\n\\nQuestion: a?", "run": 1, "response": "one",
        "latency_sec": 3.0, "metadata": {"model": "openai/gpt-oss-120b", "finish_reason": "stop", "prompt_tokens": 251,
        "completion_tokens": 41, "total_tokens": 292}}],
      "statistics": {"num_requests": 1, "successful_requests": 1, "failed_requests": 0,
        "latency": {"mean": 3.0, "min": 3.0, "max": 3.0, "median": 3.0}, "tokens": {"mean": 292, "total": 292},
        "response_length": {"mean": 3}, "throughput_tokens_per_sec": 97.33333333333333}}}
    """

@Suite struct ResultFilesTests {
    private func record(_ texts: [(name: String, text: String)]) throws -> Record {
        ImportedRun.record(try texts.flatMap { try ResultFiles.parse(Array($0.text.utf8), path: $0.name) })
    }

    @Test func theOriginalScriptsFailuresAreFound() throws {
        let record = try record([("old.json", original)])
        #expect(record.manifest.startedAt == 1_763_202_030)
        let analysis = Analysis(record)
        #expect(analysis.targets.map(\.target.name) == ["metis", "sophia"])
        #expect(analysis.targets[0].attempts == 4 && analysis.targets[0].successes == 4)
        // The file counts no failure, and has one result of four.
        #expect(analysis.targets[1].attempts == 4 && analysis.targets[1].successes == 1)
        #expect(analysis.targets[0][.serviceLatency]?.median == 5.25)
        #expect(analysis.targets[0].singleStreamOutputRate == 190.0 / 21)
        #expect(record.manifest.dataSet.passages == 1)
        #expect(analysis.comparisons[0].blocks == 4)
        #expect(analysis.targets[0][.timeToFirstToken] == nil)
        #expect(analysis.warnings.contains { $0.kind == .promptTokensDiffer })
        #expect(analysis.warnings.contains { $0.kind == .truncatedAnswers })
        #expect(!HTMLReport.text(analysis).contains("When each request ran"))
        #expect(
            TerminalReport.text(analysis).contains("not interleaved")
                || TerminalReport.text(analysis).contains("interleaved"))
    }

    @Test func publishedFiguresAreReproducedAndCorrected() throws {
        let published = AsPublished(try JSONValue(parsing: original))
        let metis = try #require(published.endpoints.first).figures
        for figure in metis where figure.name != "tokens, mean" {
            #expect(isClose(figure.reproduced, try #require(figure.published)), "\(figure.name)")
        }
        func corrected(_ name: String) -> Double? { metis.first { $0.name == name }?.corrected }
        #expect(corrected("median latency, s") == 5.25)
        #expect(isClose(corrected("tokens/s"), 190.0 / 21))
        #expect(metis.first { $0.name == "tokens, mean" }?.reproduced == 297.5)
        #expect(TerminalReport.text(published.document).contains("metis ÷ sophia"))
    }

    @Test func ourSummaryIsAFileOfTheOriginalsShape() throws {
        let analysis = Analysis(Fixture.record())
        let text = SummaryJSON.json(analysis).serialized(.pretty)
        let again = Analysis(try record([("run.json", text)]))
        #expect(again.targets.map(\.attempts) == analysis.targets.map(\.attempts))
        #expect(again.targets.map(\.successes) == analysis.targets.map(\.successes))
        #expect(
            isClose(
                again.targets[1][.serviceLatency]?.median, try #require(analysis.targets[1][.serviceLatency]?.median),
                1e-6))
        #expect(
            isClose(
                again.comparisons[0].latency.ratio?.ratio, try #require(analysis.comparisons[0].latency.ratio?.ratio),
                1e-6))
    }

    @Test func vLLMsFilesComeBackAsTheyWent() throws {
        let analysis = Analysis(Fixture.record())
        let files = try ["metis", "sophia"].map { ($0 + ".json", try Export.vllm.text(analysis, target: $0)) }
        let again = Analysis(try record(files))
        for (target, other) in zip(analysis.targets, again.targets) {
            #expect(other.attempts == target.attempts && other.successes == target.successes)
            #expect(isClose(other[.serviceLatency]?.median, try #require(target[.serviceLatency]?.median), 1e-9))
            #expect(isClose(other[.timeToFirstToken]?.median, try #require(target[.timeToFirstToken]?.median), 1e-9))
            #expect(
                isClose(other[.timePerOutputToken]?.median, try #require(target[.timePerOutputToken]?.median), 1e-9))
            #expect(other.totalOutputTokens == target.totalOutputTokens)
        }
        let comparison = again.comparisons[0]
        #expect(!comparison.latency.isPaired && comparison.latency.mannWhitney != nil)
        #expect(comparison.latency.verdict == .secondFaster)
        #expect(Verdicts.sentences(comparison)[0].contains("not paired"))
    }

    @Test func readsGuideLLM() throws {
        let request = """
            {"request_id": "a", "output": "hello", "prompt_tokens": 20, "output_tokens": 11,
             "info": {"status": "completed", "timings": {"targeted_start": 99.5, "request_start": 100.0,
              "first_request_iteration": 100.2, "first_token_iteration": 100.5, "last_token_iteration": 101.5,
              "token_iterations": 11, "request_iterations": 13, "request_end": 101.6}}}
            """
        let failed = """
            {"request_id": "b", "info": {"error": "boom", "timings": {"request_start": 102.0, "request_end": 103.0}}}
            """
        let text = """
            {"metadata": {"version": 2}, "benchmarks": [{"config": {"backend": {"model": "m", "target": "http://h"}},
              "requests": {"successful": [\(request)], "errored": [\(failed)], "incomplete": []}}]}
            """
        let record = try record([("guide.json", text)])
        #expect(record.manifest.targets[0].name == "guide" && record.manifest.targets[0].model == "m")
        let sample = record.samples[0]
        #expect(isClose(sample[.serviceLatency], 1.5, 1e-9) && isClose(sample[.responseLatency], 2, 1e-9))
        #expect(isClose(sample[.timeToFirstToken], 0.5, 1e-9) && isClose(sample[.timePerOutputToken], 0.1, 1e-9))
        #expect(record.samples[1].outcome == .malformed && record.samples[1].errorMessage == "boom")
    }

    @Test func readsAIPerf() throws {
        let lines = """
            {"metadata": {"request_start_ns": 1000000000, "request_end_ns": 3000000000, "benchmark_phase": "profiling"}, \
            "metrics": {"request_latency": {"value": 1900, "unit": "ms"}, "time_to_first_token": {"value": 400, "unit": "ms"}, \
            "output_sequence_length": {"value": 4, "unit": "tokens"}, "input_sequence_length": {"value": 9, "unit": "tokens"}, \
            "inter_chunk_latency": {"value": [500, 500, 500], "unit": "ms"}}, "error": null}
            {"metadata": {"request_start_ns": 4000000000, "request_end_ns": 5000000000, "benchmark_phase": "profiling"}, \
            "metrics": {}, "error": {"code": 429, "type": "x", "message": "slow down"}}
            """
        let record = try record([("profile_export.jsonl", lines)])
        #expect(record.samples.count == 2)
        let sample = record.samples[0]
        #expect(isClose(sample[.serviceLatency], 1.9, 1e-9) && isClose(sample[.timeToFirstToken], 0.4, 1e-9))
        #expect(isClose(sample[.timePerOutputToken], 0.5, 1e-9))
        #expect(record.samples[1].outcome == .http429)
    }

    @Test(arguments: ["{}", "[]", "no JSON", #"{"completed": 3, "failed": 0}"#, #"{"aiperf_version": "0.13"}"#])
    func saysWhatItCannotRead(_ text: String) {
        #expect(throws: BenchError.self) { try ResultFiles.parse(Array(text.utf8), path: "x.json") }
    }

    @Test func targetsOfOneNameAreNumbered() throws {
        let file = try Export.vllm.text(Analysis(Fixture.record()), target: "metis")
        let record = try record([("run.json", file), ("run.json", file)])
        #expect(record.manifest.targets.map(\.name) == ["run", "run-2"])
        #expect(Analysis(record).comparisons[0].latency.verdict == .equivalent)
        // That their requests are called alike does not make them the same prompts.
        #expect(Set(record.samples.map(\.promptID)).count == record.samples.count)
        #expect(!Analysis(record).comparisons[0].latency.isPaired)
    }

    @Test func aFileIsCalledAfterItsFolderWhereItsOwnNameSaysNothing() {
        #expect(ResultFiles.name("runs/metis/profile_export.jsonl") == "metis")
        #expect(ResultFiles.name("./benchmarks.json") == "benchmarks")
        #expect(ResultFiles.name("/tmp/metis-c8.json") == "metis-c8")
    }

    /// The errors are worded as GuideLLM 0.8.1 (httpx) and AIPerf 0.13.0 (aiohttp) write them.
    @Test func failuresOfOtherToolsHaveTheirClass() {
        let cases: [(Int?, String, Outcome)] = [
            (nil, "HTTPStatusError(\"Server error '503 Service Unavailable' for url 'http://h/v1'\")", .http5xx),
            (nil, "HTTPStatusError(\"Client error '429 Too Many Requests' for url 'http://h/v1'\")", .http429),
            (nil, "HTTPStatusError(\"Client error '401 Unauthorized' for url 'http://h/v1'\")", .auth),
            (nil, "ReadError('')", .truncated), (nil, "ConnectError('refused')", .connect), (nil, "boom", .malformed),
            (503, "Service Unavailable x", .http5xx), (404, "Not Found", .http4xx),
            (nil, "ServerDisconnectedError", .truncated),
        ]
        for (status, text, outcome) in cases {
            #expect(ImportedRun.failure(status: status, error: text) == outcome, "\(text)")
        }
    }
}
