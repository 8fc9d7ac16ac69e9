import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

@Suite struct SummaryJSONTests {
    private let analysis = Analysis(Fixture.record())
    private var json: JSONValue { SummaryJSON.json(analysis) }

    @Test func hasEveryKeyOfTheOriginalScript() throws {
        let json = json
        #expect(json["timestamp"] == "2026-11-22T08:30:00Z")
        #expect(json["dataset"]?["name"] == "SQuAD")
        #expect(json["dataset"]?["num_samples"] == 8)
        for key in ["version", "source", "description"] { #expect(json["dataset"]?[key]?.string != nil) }
        #expect(json["models"]?["metis"] == "gpt-oss-120b")
        #expect(json["models"]?["sophia"] == "openai/gpt-oss-120b")
        let result = try #require(json["metis"]?["results"]?[0])
        #expect(result["endpoint"] == "metis")
        #expect(result["prompt_id"] == 1)
        #expect(try #require(result["prompt"]?.string).hasPrefix("Context: "))
        #expect(result["run"] == 1)
        #expect(result["response"] == "Answer: **1900**")
        #expect(result["latency_sec"]?.double != nil)
        #expect(
            result["metadata"] == [
                "model": "gpt-oss-120b", "finish_reason": "stop", "prompt_tokens": 249, "completion_tokens": 30,
                "total_tokens": 279,
            ])
        #expect(result["error"] == nil)
        let statistics = try #require(json["sophia"]?["statistics"])
        #expect(statistics["num_requests"] == 16)
        #expect(statistics["successful_requests"] == 15)
        #expect(statistics["failed_requests"] == 1)
        #expect(statistics["response_length"]?["mean"]?.double == 16.4)
    }

    @Test func failuresAreListedWithoutLatency() throws {
        let results = try #require(json["sophia"]?["results"]?.array)
        #expect(results.count == 16)
        let failed = results.filter { $0["error"] != nil }
        #expect(failed.count == 1)
        #expect(failed[0]["latency_sec"] == .null)
        #expect(failed[0]["outcome"] == "http_429")
        #expect(failed[0]["metadata"]?["completion_tokens"] == .null)
    }

    @Test func statisticsAreThoseOfTheResults() throws {
        for target in ["metis", "sophia"] {
            let json = try #require(json[target])
            let results = try #require(json["results"]?.array)
            let latencies = results.compactMap { $0["latency_sec"]?.double }
            let tokens = results.compactMap { $0["metadata"]?["completion_tokens"]?.int }
            let statistics = json["statistics"]
            #expect(statistics?["latency"]?["median"]?.double == Statistics.median(latencies))
            #expect(statistics?["latency"]?["min"]?.double == latencies.min())
            #expect(statistics?["latency"]?["max"]?.double == latencies.max())
            #expect(isClose(statistics?["latency"]?["mean"]?.double, latencies.reduce(0, +) / Double(latencies.count)))
            #expect(statistics?["tokens"]?["total"]?.int == tokens.reduce(0, +))
            #expect(
                isClose(
                    statistics?["throughput_tokens_per_sec"]?.double,
                    Double(tokens.reduce(0, +)) / latencies.reduce(0, +)))
        }
    }

    @Test func theThreeReportsAgree() throws {
        let json = json
        let report = Report(analysis)
        let texts = [TerminalReport.text(analysis), MarkdownReport.text(analysis)]
        func cell(_ row: String, _ column: Int) throws -> String {
            try #require(report.tables.flatMap(\.rows).first { $0.label == row }?.cells[column].text)
        }
        for (column, target) in ["metis", "sophia"].enumerated() {
            let summary = try #require(json["summary"]?[target])
            let expected = [
                ("median", NumberText.significant(json[target]?["statistics"]?["latency"]?["median"]?.double)),
                ("mean ± sd", NumberText.significant(summary["latency"]?["mean"]?.double)),
                ("first token, median", NumberText.significant(summary["ttft"]?["median"]?.double)),
                (
                    "single-stream output tokens/s",
                    NumberText.significant(json[target]?["statistics"]?["throughput_tokens_per_sec"]?.double)
                ),
                (
                    "F1, answer extracted",
                    NumberText.fixed((summary["quality"]?["extracted_f1"]?.double).map { 100 * $0 }, 1)
                ),
            ]
            for (row, text) in expected {
                #expect(try cell(row, column) == text)
                for report in texts { #expect(report.contains(text), "\(row)") }
            }
        }
        let comparison = try #require(json["comparison"]?[0])
        #expect(try cell("geometric mean, 15 pairs", 2) == NumberText.ratio(comparison["latency"]?["ratio"]?.double))
        let unwrapped = MarkdownReport.text(analysis)
        for sentence in try #require(comparison["sentences"]?.array) {
            #expect(unwrapped.contains(try #require(sentence.string)))
        }
        for warning in try #require(json["warnings"]?.array) {
            let words = try #require(warning["message"]?.string).split(separator: " ")[1]
            for report in texts { #expect(report.contains(words)) }
        }
    }

    @Test func whatIsNotKnownIsNull() throws {
        var record = Fixture.record()
        for index in record.samples.indices where record.samples[index].target == "metis" {
            record.samples[index].outcome = .http5xx
        }
        let json = SummaryJSON.json(Analysis(record))
        let statistics = try #require(json["metis"]?["statistics"])
        #expect(statistics["latency"] == ["mean": nil, "min": nil, "max": nil, "median": nil])
        #expect(statistics["tokens"] == ["mean": nil, "total": nil])
        #expect(statistics["throughput_tokens_per_sec"] == .null)
        #expect(json["comparison"]?[0]?["latency"]?["ratio"] == .null)
        #expect(try JSONValue(parsing: json.serialized(.pretty)) == json)
    }

    @Test func aTargetMayBeCalledLikeAKey() throws {
        var record = Fixture.record()
        record.manifest.targets[0].name = "summary"
        for index in record.samples.indices where record.samples[index].target == "metis" {
            record.samples[index].target = "summary"
        }
        let json = SummaryJSON.json(Analysis(record))
        #expect(json["target_summary"]?["statistics"]?["num_requests"] == 16)
        #expect(json["summary"]?["summary"]?["attempts"] == 16)
    }

    @Test func holdsNoPromptTwice() {
        #expect(json["manifest"]?["prompts"] == nil)
        #expect(json["manifest"]?["seed"] == 7)
    }
}
