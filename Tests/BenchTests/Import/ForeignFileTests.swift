import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport

/// Files of other tools that are damaged, or mean something else than they seem to.
@Suite struct ForeignFileTests {
    private func record(_ text: String, name: String = "x.json") throws -> Record {
        ImportedRun.record(try ResultFiles.parse(Array(text.utf8), path: name))
    }

    // MARK: vLLM

    @Test(arguments: [
        #"{"completed":1,"ttfts":[0.1,0.2],"latencies":[0.1]}"#,
        #"{"completed":1,"ttfts":[0.1,0.2],"itls":[[0.1]],"latencies":[]}"#,
        #"{"completed":1,"ttfts":[0.1,0.2,0.3],"itls":[],"start_times":[1],"input_lens":[],"errors":[""]}"#,
        #"{"completed":1,"ttfts":[0.1],"itls":[[0.1],[0.2],[0.3]],"latencies":[1,2,3]}"#,
        #"{"completed":1,"ttfts":["x",null,{}],"itls":[1,"x",null],"latencies":["a"],"start_times":["b",null]}"#,
        #"{"completed":2,"ttfts":[1e300,0.1],"latencies":[1e308,1],"output_lens":[9223372036854775807,9223372036854775807]}"#,
        #"{"completed":2,"ttfts":[0.1,0.1],"latencies":[1,1],"start_times":[-1e300,1e300],"queue_times":[1e300,-1e300]}"#,
    ])
    func raggedListsAreReadAsFarAsTheyGo(text: String) throws {
        let analysis = Analysis(try record(text))
        #expect(!TerminalReport.text(analysis).isEmpty && !HTMLReport.text(analysis).isEmpty)
        #expect(!SummaryJSON.json(analysis).serialized().isEmpty)
    }

    @Test func pythonsNoNumbersAreUnknown() throws {
        let text = """
            {"completed": 2, "ttfts": [0.1, NaN], "itls": [[0.01, Infinity], [-Infinity]], "latencies": [0.5, NaN],
             "generated_texts": ["NaN and \\"Infinity\\"", "-Infinity"], "errors": ["", ""], "burstiness": Infinity}
            """
        let record = try record(text)
        #expect(record.samples.map(\.outcome) == [.success, .malformed])
        #expect(record.samples[0].answer == #"NaN and "Infinity""#)
        #expect(record.samples[0][.serviceLatency] == 0.5)
    }

    @Test func noNumberStaysAPlaceInTheText() {
        func changed(_ text: String) -> String {
            String(decoding: PythonNumbers.withoutNaN(Array(text.utf8)), as: UTF8.self)
        }
        #expect(changed("[NaN,Infinity,-Infinity,-1]") == "[null,null,null,-1]")
        #expect(changed(#"{"NaN":"NaN\"NaN","b":NaN}"#) == #"{"NaN":"NaN\"NaN","b":null}"#)
        #expect(
            changed("[1,2]") == "[1,2]" && changed("") == "" && changed("NaN") == "null" && changed(#""\"#) == #""\"#)
    }

    @Test func theRateOfAnOpenLoopIsExported() throws {
        func exported(_ options: JSONObject) throws -> JSONValue {
            var run = Fixture.record()
            run.manifest.design.merge(Design(options))
            return try JSONValue(parsing: try Export.vllm.text(Analysis(run), target: "metis"))
        }
        let closed = try exported(["concurrency": 4])
        #expect(closed["request_rate"] == "inf" && closed["burstiness"] == 1.0 && closed["max_concurrency"] == 4)
        let poisson = try exported(["rate": 2.5, "arrival": "poisson"])
        #expect(
            poisson["request_rate"] == 2.5 && poisson["burstiness"] == 1.0 && poisson["max_concurrency"]?.isNull == true
        )
        #expect(poisson["max_concurrent_requests"]?.int ?? 0 >= 1 && poisson["ramp_up_strategy"] == nil)
        #expect(try exported(["rate": 2.5, "arrival": "constant"])["burstiness"] == "inf")
        let gamma = try exported([
            "rate": 8, "arrival": "gamma", "burstiness": 0.5, "max_concurrency": 16, "ramp": 10.0,
        ])
        #expect(gamma["burstiness"] == 0.5 && gamma["max_concurrency"] == 16)
        #expect(gamma["ramp_up_strategy"] == "linear" && gamma["ramp_up_end_rps"]?.double == 8)
    }

    // MARK: GuideLLM

    /// As GuideLLM 0.8 writes it: with other strategies than those with a rate, every request's target is the run's start.
    private func guide(_ strategy: String?, target: (Int) -> Double) -> String {
        let requests = (0..<40).map { number in
            let start = 1000.0 + 30 * Double(number)
            return """
                {"output": "a", "prompt_tokens": 5, "output_tokens": 11, "info": {"timings": {"targeted_start": \(target(number)),
                 "request_start": \(start), "first_token_iteration": \(start + 1), "last_token_iteration": \(start + 30),
                 "request_end": \(start + 30), "token_iterations": 11, "request_iterations": 12}}}
                """
        }.joined(separator: ",")
        let config = strategy.map { #"{"strategy": {"type_": "\#($0)"}}"# } ?? "{}"
        return #"{"benchmarks": [{"config": \#(config), "requests": {"successful": [\#(requests)]}}]}"#
    }

    @Test(arguments: ["synchronous", "concurrent", "throughput", nil])
    func theRunsStartIsNoSchedule(strategy: String?) throws {
        let summary = Analysis(try record(guide(strategy) { _ in 1000 })).targets[0]
        #expect(
            isClose(summary[.responseLatency]?.median, 30, 1e-9) && isClose(summary[.serviceLatency]?.median, 30, 1e-9))
    }

    @Test(arguments: ["constant", "poisson", "async", nil])
    func aScheduleIsKept(strategy: String?) throws {
        let summary = Analysis(try record(guide(strategy) { 990 + 30 * Double($0) })).targets[0]
        #expect(
            isClose(summary[.responseLatency]?.median, 40, 1e-9) && isClose(summary[.serviceLatency]?.median, 30, 1e-9))
    }

    /// The request is one that GuideLLM 0.3 wrote, published with numbers of October 2025.
    @Test func version03IsRead() throws {
        let request = """
            {"type_": "generative_text_response", "request_id": "f90f365b", "request_type": "text_completions",
             "scheduler_info": {"requested": true, "completed": true, "errored": false, "canceled": false,
              "targeted_start_time": 1759354691.715061, "queued_time": 1759354684.7064037,
              "dequeued_time": 1759354690.715497, "scheduled_time": 1759354690.715647, "worker_start": 1759354691.7165263,
              "request_start": 1759354691.7182198, "request_end": 1759354695.648075, "worker_end": 1759354695.6655831,
              "process_id": 4},
             "prompt": "When did Virgin Australia start operating?", "output": " Virgin Australia began operating in 2000.",
             "prompt_tokens": 8, "output_tokens": 16, "start_time": 1759354691.7182198, "end_time": 1759354695.648075,
             "first_token_time": 1759354692.9827628, "last_token_time": 1759354695.6479197,
             "request_latency": 3.9298553466796875, "time_to_first_token_ms": 1264.543056488037,
             "inter_token_latency_ms": 177.67712275187174}
            """
        let text = """
            {"benchmarks": [{"type_": "generative_benchmark", "args": {"strategy": {"type_": "constant", "rate": 1.0}},
              "worker": {"backend_model": "llama", "backend_target": "http://h"},
              "requests": {"successful": [\(request)], "incomplete": [], "errored": []}}]}
            """
        let record = try record(text)
        #expect(record.manifest.targets[0].model == "llama" && record.manifest.targets[0].url == "http://h")
        let sample = record.samples[0]
        #expect(isClose(sample[.timeToFirstToken], 1.264543056488037, 1e-6))
        #expect(isClose(sample[.timePerOutputToken], 0.17767712275187174, 1e-6))
        #expect(isClose(sample[.responseLatency], 1759354695.6479197 - 1759354691.715061, 1e-6))
        #expect(record.samples[0].tokens.completion == 16)
    }

    @Test func version01IsRefusedByName() {
        let text =
            #"{"benchmarks": [{"benchmarks": [{"mode": "synchronous", "results": [], "errors": []}], "args": {}}]}"#
        let error = #expect(throws: BenchError.self) { try record(text) }
        #expect(error?.message.contains("GuideLLM 0.1") == true && error?.remedy?.contains("0.2") == true)
    }

    // MARK: AIPerf

    private func line(_ number: Int, _ more: String = "", start: String? = nil, error: String = "null") -> String {
        let begin = start ?? #""request_start_ns": \#(1_000_000_000 * (number + 1)), "#
        return """
            {"metadata": {\(begin)"session_num": \(number), "benchmark_phase": "profiling"\(more)}, "metrics": {"request_latency": \
            {"value": 500, "unit": "ms"}, "output_sequence_length": {"value": 4, "unit": "tokens"}}, "error": \(error)}
            """
    }

    @Test func whatAIPerfCancelledIsNoFailure() throws {
        let cancelled = #"{"code": 499, "type": "RequestCancellationError", "message": "cancelled"}"#
        let lines =
            (0..<40).map { line($0) } + (40..<45).map { line($0, #", "was_cancelled": true"#, error: cancelled) }
            + (45..<50).map { line($0, error: cancelled) }
        let analysis = Analysis(try record(lines.joined(separator: "\n"), name: "profile_export.jsonl"))
        #expect(analysis.targets[0].attempts == 40 && analysis.targets[0].successes == 40)
        let warning = analysis.warnings.first { $0.kind == .cancelledRequests }
        #expect(warning?.message.hasPrefix("10 requests that the tool cancelled") == true)
    }

    @Test(arguments: ["", #""request_start_ns": null, "#, #""request_start_ns": "x", "#])
    func aLineWithoutAStartCostsThatLine(start: String) throws {
        let lines = [line(0), line(1, start: start), line(2), "garbage", "", line(3)]
        let record = try record(lines.joined(separator: "\n") + "\n", name: "profile_export.jsonl")
        #expect(record.samples.count == 3)
        #expect(
            record.unread.map { $0.prefix(29) } == ["profile_export.jsonl, line 2:", "profile_export.jsonl, line 4:"])
        #expect(Analysis(record).warnings.contains { $0.kind == .unreadLines })
    }

    // MARK: What is not known

    @Test func promptsThatAreNotInTheFilesAreNotSaidToDiffer() throws {
        let files = try ["metis", "sophia"].map { (target: String) in
            try ResultFiles.parse(
                Array(try Export.vllm.text(Analysis(Fixture.record()), target: target).utf8), path: "\(target).json")
        }
        let analysis = Analysis(ImportedRun.record(files.flatMap { $0 }))
        #expect(analysis.audit?.checks.first { $0.question == "prompts" }?.holds == nil)
        #expect(analysis.audit?.sentence.contains("Could not be checked: prompts") == true)
    }

    @Test func promptsOfTwoRecordsAreComparedByTheirTexts() throws {
        let folder = try TemporaryDirectory()
        func holds(_ change: (inout Record) -> Void) throws -> Bool? {
            var (one, other) = (Fixture.record(), Fixture.record())
            change(&other)
            one.samples.removeAll { $0.target == "sophia" }
            other.samples.removeAll { $0.target == "metis" || !$0.outcome.isSuccess }
            let paths = ["a", "b"].map { folder.file("\($0).jsonl") }
            try AtomicFile.write(Fixture.lines(one), to: paths[0])
            try AtomicFile.write(Fixture.lines(other), to: paths[1])
            return Analysis(try ResultFiles.read(paths)).audit?.checks.first { $0.question == "prompts" }?.holds
        }
        #expect(try holds { _ in } == true)
        #expect(
            try holds { record in
                record.manifest.prompts = record.manifest.prompts.map {
                    Prompt(id: $0.id, passageID: $0.passageID, text: $0.text + " Now.", answers: $0.answers)
                }
            } == false)
    }

    @Test func impossibleTimesCostTheRequest() throws {
        let text = guide("constant") { _ in 1000 }.replacing(
            #""request_start": 1030.0"#, with: #""request_start": "soon""#)
        let record = try record(text)
        #expect(record.samples.count == 39 && record.unread.count == 1)
    }
}
