import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct MetricTests {
    @Test func namesAreUnique() {
        let words = Metric.all.flatMap { [$0.name] + $0.aliases }
        #expect(Set(words).count == words.count)
    }

    @Test func namesAreFoundInAnySpelling() {
        #expect(Metric.named("TTFT")?.name == "ttft")
        #expect(Metric.named("Decode rate")?.name == "decode_rate")
        #expect(Metric.named("TOST")?.name == "equivalence")
        #expect(Metric.named("first-token")?.name == "ttft")
        #expect(Metric.named("speed") == nil)
    }

    /// Members of a line of the record that are no figures: who, what, when, and what is counted of the stream.
    private static let facts: Set = [
        "type", "sequence", "phase", "target", "run", "block", "position", "slice", "session", "prompt_id",
        "passage_id",
        "outcome", "http_status", "error", "total_tokens", "finish_reason", "model", "system_fingerprint", "scheduled",
        "dispatched", "start", "sent", "first_byte", "first_event", "first_token", "first_answer", "last_token", "end",
        "http_version", "remote_address", "local_port", "streamed", "events", "token_events", "reasoning_events",
        "answer_bytes", "token_reads", "largest_burst", "first_burst", "answer",
    ]

    /// Every other member of the record is explained, and so is every figure of a summary.
    @Test func everyFigureOfARecordAndASummaryIsExplained() throws {
        let record = Fixture.record()
        let members = try #require(record.samples.first?.json.object).keys.filter { !Self.facts.contains($0) }
        #expect(members.contains("largest_gap") && members.contains("tpot"))
        for name in members { #expect(Metric.named(name)?.name == name, "\(name)") }
        let summary = try #require(SummaryJSON.json(Analysis(record))["summary"]?["metis"]?.object)
        let facts: Set = [
            "label", "attempts", "successes", "first_outputs", "latency_model", "goodput_void", "first_error",
            "quality",
            "finish_reasons", "models", "stream_shapes", "success_rate_interval",
        ]
        for name in summary.keys where !facts.contains(name) {
            let suffix = "_failures_as_slowest"
            let figure = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
            #expect(Metric.named(figure) != nil, "\(name)")
        }
    }
}

@Suite struct DefinitionTests {
    /// What reports print is what is computed: the tokens of the first read are not in a pace, and pauses are in no throughput.
    @Test func reportsPrintTheDefinitionsOfTheFigures() throws {
        let analysis = Analysis(Fixture.record())
        let (markdown, page) = (MarkdownReport.text(analysis), HTMLReport.text(analysis))
        for metric in Metric.all where metric.isHeadline {
            let sentence = Report.sentence("\(metric.title): \(metric.definition)")
            #expect(markdown.contains(MarkdownReport.escaped(sentence)), "\(metric.name)")
            #expect(page.contains(HTML.text(sentence).rendered), "\(metric.name)")
        }
        for text in [markdown, page] {
            #expect(text.contains("Time per output token: (last token − first token) ÷ (n − f), "))
            #expect(
                text.contains("System output throughput: Σ completion tokens ÷ time in which at least one request "))
            #expect(!text.contains("first token) ÷ (n − 1)"))
        }
    }

    /// Whatever figure is added is in the record, in summaries, in the glossary, and may be limited.
    @Test(arguments: Figure<Sample>.all) func aFigureOfARequestIsWhereItIsUsed(_ figure: Figure<Sample>) throws {
        let record = Fixture.record()
        let line = try #require(record.samples.first).json
        if figure.uses.contains(.record) { #expect(line[figure.name] != nil) }
        #expect(Metric.named(figure.name)?.definition == figure.metric.definition)
        #expect(HTMLReport.text(Analysis(record)).contains(HTML.text(figure.metric.definition).rendered))
        guard figure.uses.contains(.summary) else { return }
        let summary = SummaryJSON.json(Analysis(record))["summary"]?["metis"]
        #expect(summary?[figure.shortName] != nil)
        if figure.uses.contains(.attempts) { #expect(summary?["\(figure.shortName)_failures_as_slowest"] != nil) }
        #expect(throws: Never.self) { try FailCondition("\(figure.name) p95 > 1") }
        guard figure.metric.unit == .seconds, figure.metric.better == .lower else { return }
        #expect(try ServiceObjectives("\(figure.name)=3s").limits.map(\.figure) == [figure])
    }

    @Test func theLineOfARecordHasTheValueOfEachFigure() throws {
        for sample in Fixture.record().samples {
            for figure in Figure<Sample>.recorded { #expect(sample.json[figure.name]?.double == sample[figure]) }
            let line = try JSONValue(parsing: sample.line)
            #expect(line == sample.json)
        }
    }
}

@Suite struct MetricLabelTests {
    /// `explain` knows whatever a report prints: labels of rows, and conditions of the audit.
    @Test func everyLabelOfAReportIsExplained() {
        var original = Fixture.record()
        original.manifest.design.isAsOriginal = true
        original.manifest.design.objectives = "ttft=3s"
        original.manifest.design.prices = ["metis=12/h"]
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
