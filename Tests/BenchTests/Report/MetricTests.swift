import ALCFJSON
import ALCFSystem
import Testing
@testable import ALCFRecord
@testable import ALCFReport

@Suite struct MetricTests {
    private func method() throws -> String {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        return String(decoding: try FileContents(path: "/\(root)/docs/method.md").bytes, as: UTF8.self)
    }

    @Test func namesAreUnique() {
        let words = Metric.all.flatMap { [$0.name] + $0.aliases }
        #expect(Set(words).count == words.count)
    }

    @Test(arguments: Metric.all) func theMethodNamesEveryMetric(_ metric: Metric) throws {
        #expect(try method().contains("`\(metric.name)`"), "docs/method.md does not define \(metric.name)")
    }

    @Test func namesAreFoundInAnySpelling() {
        #expect(Metric.named("TTFT")?.name == "ttft")
        #expect(Metric.named("Decode rate")?.name == "decode_rate")
        #expect(Metric.named("TOST")?.name == "equivalence")
        #expect(Metric.named("first-token")?.name == "ttft")
        #expect(Metric.named("speed") == nil)
    }

    /// Every member of a sample's JSON that is a figure is explained.
    @Test func everyFigureOfASampleIsExplained() throws {
        let sample = try #require(Fixture.record().samples.first)
        for name in [
            "service_latency", "response_latency", "ttft", "ttfa", "first_event_latency", "tpot", "decode_rate",
            "prompt_tokens", "completion_tokens", "f1", "exact_match", "contains",
        ] {
            #expect(sample.json[name] != nil)
            #expect(Metric.named(name)?.name == name)
        }
    }
}

@Suite struct MetricLabelTests {
    /// `explain` knows whatever a report prints: labels of rows, and conditions of the audit.
    @Test func everyLabelOfAReportIsExplained() {
        var original = Fixture.record()
        original.manifest.options["as_original"] = true
        original.manifest.options["slo"] = "ttft=3s"
        original.manifest.options["price"] = ["metis=12/h"]
        var loaded = Fixture.record(runs: 3)
        for index in loaded.samples.indices { loaded.samples[index].trace.start -= 60 }
        var records = [Fixture.record(), original, loaded, StrataReportTests.record(), FirstTokensTests.record()]
        records.append(StrataReportTests.record(experiment: "context", tasks: ["4096", "8192"]))
        records += (1...6).map { RandomRecord.record($0) }
        for record in records {
            for table in Report(Analysis(record)).tables {
                let ofTargets = table.title.contains("Lengths") || table.title == "Tasks"
                for label in ofTargets ? table.columns : table.rows.map(\.label) {
                    #expect(Metric.named(label) != nil, "\(label)")
                }
            }
        }
        let levels = Fixture.record().manifest.targets.map {
            SweepLevel($0.name, load: 1, inFlight: 1, in: Fixture.record())
        }
        for column in SweepLevel.table(levels, targets: [("metis", "Metis")], isRate: false).columns {
            #expect(Metric.named(column) != nil, "\(column)")
        }
    }

    @Test func aNearNameIsOffered() {
        #expect(Metric.near("latncy").contains("latency"))
        #expect(Metric.near("decode rte").contains("decode_rate"))
        #expect(Metric.near("first tokn, median").contains("first token, median"))
        #expect(Metric.near("xyzzy plugh").isEmpty)
        #expect(Metric.near("").isEmpty)
    }

    @Test func labelsMeanTheirFigure() {
        for (label, name) in [
            ("median, 15 pairs", "median"), ("F1, answer extracted, 8 questions of both", "extracted_f1"),
            ("questions: ms per output token, by fit", "seconds_per_token"),
            ("output length ± 10 %", "completion_tokens"),
            ("single-stream output tokens/s, 15 pairs", "single_stream_output_rate"), ("first token, median", "ttft"),
        ] { #expect(Metric.named(label)?.name == name, "\(label)") }
    }
}
