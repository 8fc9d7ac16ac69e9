import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

@Suite struct ReportFormTests {
    private let analysis = Analysis(Fixture.record())

    /// At 80 columns there are tables: figures stand in columns, and what qualifies them below.
    @Test(arguments: [80, 72]) func thereAreTablesAtTheWidthOfATerminal(_ width: Int) throws {
        let lines = TerminalReport.text(analysis, width: width).split(separator: "\n").map(String.init)
        let place = try #require(lines.firstIndex { $0.hasPrefix("  median ") })
        let parts = lines[place].split(separator: " ").map(String.init)
        #expect(Array(parts.suffix(3)) == ["5.06", "1.54", "3.3"] || parts.contains("5.06") && parts.contains("1.54"))
        #expect(lines.allSatisfy { $0.count <= width || $0.contains("https://") })
        // No list: no line has a target's name before its figure.
        let places = lines[place...].prefix(12).filter { $0.hasPrefix("    Metis ") || $0.hasPrefix("    Sophia ") }
        #expect(places.isEmpty, "\(places)")
    }

    @Test func manyTargetsAreSpreadOverTables() {
        var record = Fixture.record()
        for number in 1...5 {
            record.manifest.targets.append(
                RunManifest.Target(
                    name: "metis\(number)", label: "Target \(number)", url: "https://x", model: "gpt-oss-120b"))
            record.samples += record.samples.filter { $0.target == "metis" }.map { sample in
                var sample = sample
                sample.target = "metis\(number)"
                return sample
            }
        }
        let text = ReportTables(Analysis(record)).latency().layout.text(colour: false, width: 80)
        #expect(text.components(separatedBy: "Latency, seconds").count > 2)
        #expect(!text.contains("\n    Target 1 ") && text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func conclusionsStandFirstAndLast() throws {
        let lines = TerminalReport.text(analysis, width: 100).split(separator: "\n").map(String.init)
        let places = lines.indices.filter { lines[$0] == "What the data show" }
        #expect(places.count == 2 && places[0] <= 2)
        let table = try #require(lines.firstIndex { $0.hasPrefix("Latency, seconds") })
        #expect(places[0] < table && table < places[1])
        #expect(!lines[(places[1] + 1)...].contains { !$0.hasPrefix("  ") })
    }

    @Test func briefIsFiveLines() {
        let lines = BriefReport.text(analysis, source: "run.md").split(separator: "\n").map(String.init)
        #expect(
            lines == [
                "Sophia answers faster than Metis, over these 1.8 minutes.",
                "By how much: 3.0 times, Metis 5.05 s, Sophia 1.66 s (geometric means of latency, answered requests only).",
                "How sure: 95 % interval 2.6 to 3.5, 15 pairs, over these 1.8 minutes, p < 0.0001 (Holm-corrected).",
                "Failures: Metis 0 of 16 and Sophia 1 of 16.",
                "Caveats: 1 warning. It is: Sophia: 1 of 16 requests failed (http_429 1); speed is that of the answered ones. See run.md.",
            ])
        #expect(BriefReport.text(Analysis(Fixture.record(simulated: true))).hasPrefix("SIMULATED: "))
        var empty = Fixture.record()
        empty.samples = []
        #expect(BriefReport.text(Analysis(empty)).split(separator: "\n").count == 5)
        empty.manifest.targets = [empty.manifest.targets[0]]
        #expect(BriefReport.text(Analysis(empty)).split(separator: "\n").count == 5)
    }

    @Test func theGravestCaveatIsNamed() {
        #expect(Set(Warning.Kind.byGravity) == Set(Warning.Kind.allCases))
        #expect(Warning.Kind.byGravity.count == Warning.Kind.allCases.count)
        func caveats(_ record: Record, source: String? = nil) -> String {
            String(BriefReport.text(Analysis(record), source: source).split(separator: "\n").last ?? "")
        }
        // Both the failures and the shorter answers are there: a model that is another one comes first.
        var record = Fixture.record()
        for index in record.samples.indices where record.samples[index].target == "sophia" {
            record.samples[index].model = "other/model"
            record.samples[index].tokens.completion = record.samples[index].tokens.completion.map { $0 / 2 }
        }
        let text = caveats(record)
        let analysis = Analysis(record)
        let warnings = Report(analysis).warnings.count
        let conditions = analysis.audit?.checks.count { $0.holds == false } ?? 0
        #expect(warnings > 1 && conditions > 1)
        #expect(
            text.hasPrefix(
                "Caveats: \(conditions) conditions of an identical experiment not met and \(warnings) warnings. The gravest: "
                    + "the models differ by name or build. Without --brief"))
        for index in record.samples.indices where record.samples[index].target == "sophia" {
            record.samples[index].outcome = .http429
        }
        #expect(caveats(record, source: "run.md").contains("It is: Sophia: 16 of 16 requests failed"))
        #expect(caveats(record, source: "run.md").hasSuffix(". See run.md."))
    }

    /// The table's figures and the sentences name their method, and do not contradict each other.
    @Test func theTwoMethodsAreNamed() {
        let text = TerminalReport.text(analysis, width: 120)
        #expect(text.contains("ms per output token, stream, median") && text.contains("ms per output token, by fit"))
        #expect(text.contains("Metis: by fit, 4.81 s fixed"))
        // Latencies that do not grow with the answer: the stream has a pace, the fit has none.
        var record = Fixture.record()
        for index in record.samples.indices {
            guard let first = record.samples[index].trace.firstToken else { continue }
            record.samples[index].trace.lastToken = first + 1 + Double((index * 7) % 5) / 50
        }
        let flat = TerminalReport.text(Analysis(record), width: 400)
        #expect(!flat.contains("ms per output token, by fit") && !flat.contains("tells nothing of token speed"))
        #expect(flat.contains("so no time per token could be fitted; the stream gives "))
    }

    @Test func aFixedPartIsShownWithAnIntervalThatLeavesOutZero() throws {
        let points = (0..<40).map {
            LatencyModel.Point(tokens: 20 + $0, seconds: 0.01 * Double(20 + $0) + 0.02 * Double(($0 * 7) % 5 - 2))
        }
        let model = try #require(LatencyModel(requests: points, resamples: 500))
        #expect(model.fixedInterval?.contains(0) == true && !model.showsFixedPart)
    }

    @Test func aRunThatWasCutOffSaysSo() throws {
        var record = Fixture.record()
        let last = try #require(record.samples[9].trace.end)
        for index in record.samples.indices where index > 9 {
            for path in [\RequestTimeline.firstToken, \.firstAnswer, \.lastToken, \.end] {
                record.samples[index].trace[keyPath: path] = record.samples[index].trace[keyPath: path].map {
                    $0 + 7_200
                }
            }
            record.samples[index].trace.start += 7_200
            record.samples[index].trace.remoteAddress = "10.0.0.2"
        }
        for index in 0...9 { record.samples[index].trace.remoteAddress = "10.0.0.1" }
        record.resumptions = [Resumption(at: last + 7_190, recorded: 10)]
        let lines = Report(Analysis(record)).setting
        #expect(
            lines.contains {
                $0.hasPrefix("cut off, and continued on 2026-11-22T1")
                    && $0.contains("after a break of 120 min, with 10 requests recorded")
            })
        #expect(lines.contains { $0.hasPrefix("Metis: answered from 10.0.0.2 (11 requests), 10.0.0.1 (5 requests)") })
        let text =
            Fixture.lines(record) + record.resumptions.flatMap { $0.json.serializedBytes() + [UInt8(ascii: "\n")] }
        #expect(try RecordReader.parse(text).resumptions == record.resumptions)
    }

    @Test func aMergedRunSaysOfWhat() throws {
        var other = Fixture.record()
        other.manifest.startedAt += 86_400
        other.manifest.seed = 8
        other.resumptions = [Resumption(at: 3)]
        let merged = try Record.merging([("monday.jsonl", Fixture.record()), ("tuesday.jsonl", other)])
        let lines = Report(Analysis(merged)).setting
        #expect(lines.contains("merged from 2 records:"))
        #expect(
            lines.contains { $0.contains("tuesday.jsonl begun 2026-11-23T08:30:00Z on login, seed 8, 32 requests") })
        #expect(merged.resumptions.map(\.at) == [86_403])
        #expect(Report(Analysis(merged)).limits.contains { $0.hasPrefix("2 sessions, each at its own time") })
        var elsewhere = other
        elsewhere.manifest.targets[1].url = "https://other.example/v1"
        let moved = try Record.merging([("monday.jsonl", Fixture.record()), ("tuesday.jsonl", elsewhere)])
        #expect(
            Report(Analysis(moved)).setting.contains { $0.contains("32 requests, Sophia at https://other.example/v1") })
    }

    @Test func theSelfCheckHasAVerdict() throws {
        var check = InstrumentCheck(
            .alone, load: InstrumentLoad(concurrency: 4, requests: 8, firstToken: 200, gap: 20, tokens: 64))
        #expect(InstrumentSuitability(check).text.hasPrefix("Verdict: NOT good enough."))
        check.failure = "interrupted"
        #expect(InstrumentSuitability(check).reasons.contains("interrupted"))
        func found(_ lag: Double) throws -> InstrumentSuitability {
            let spread = #"{"count":64,"p50":\#(lag),"p99":\#(lag),"max":\#(lag)}"#
            var check = check
            check.failure = nil
            check.ceiling = 200_000
            check.error = try InstrumentError(
                json: JSONValue(
                    parsing:
                        #"{"requests":64,"failed":0,"ttft":\#(spread),"last_token":\#(spread),"decoding":\#(spread)}"#))
            return InstrumentSuitability(check)
        }
        let good = try found(0.0004)
        #expect(good.isGood && good.text.hasPrefix("Verdict: good enough."))
        #expect(isClose(good.firstToken, 0.04, 1e-9) && good.text.contains("times to first token from 40 ms"))
        #expect(good.text.contains("160000 tokens a second"))
        // 1 % of 200 ms is 2 ms.
        let coarse = try found(0.003)
        #expect(!coarse.isGood && coarse.text.contains("its lag is above 1 % of the time to first token"))
    }
}

extension String {
    fileprivate func components(separatedBy text: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let range = rest.firstRange(of: text) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}
