import ALCFBench
import ALCFJSON
import ALCFSystem
import Testing

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
