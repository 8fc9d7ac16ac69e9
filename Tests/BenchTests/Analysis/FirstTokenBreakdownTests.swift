import ALCFJSON
import ALCFStatistics
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct FirstTokenBreakdownTests {
    /// The record of the fixture with what can be measured: a round trip of 30 ms, a gateway of 10 ms, and of Metis the
    /// accelerator's own 150 ms.
    static func record(runs: Int = 2, probes: Bool = true) -> Record {
        var record = Fixture.record(runs: runs)
        for index in record.samples.indices {
            record.samples[index].trace.leastRoundTrip = 0.03
            record.samples[index].trace.roundTrip = 0.034
            record.samples[index].trace.retransmissions = 0
            if record.samples[index].target == "metis" {
                record.samples[index].serverTimings = ["time_to_first_token": 0.15]
            }
        }
        guard probes else { return record }
        for sample in record.samples {
            var probe = Probe(target: sample.target, block: sample.block, start: sample.trace.start - 0.05)
            probe.firstByte = probe.start + 0.04
            probe.leastRoundTrip = 0.03
            probe.httpStatus = 200
            record.probes.append(probe)
        }
        return record
    }

    private func breakdowns(_ record: Record) -> [FirstTokenBreakdown] { Analysis(record).firstTokenBreakdowns }

    @Test func meansOfPartsSumToTheMeanOfTheWhole() throws {
        for breakdown in breakdowns(Self.record()) {
            let sum = FirstTokenPart.waiting.reduce(0) { $0 + breakdown[$1] }
            #expect(abs(sum - breakdown.wait.seconds) < 1e-9)
            let analysis = Analysis(Self.record())
            let target = try #require(analysis.targets.first { $0.target.name == breakdown.target.name })
            #expect(abs(breakdown.wait.seconds - (target[.timeToFirstToken]?.mean ?? 0)) < 1e-9)
            let interval = try #require(breakdown.wait.interval)
            #expect(interval.contains(breakdown.wait.seconds) && interval.lower > 0)
        }
    }

    @Test func theSentenceNamesWhatWasMeasuredAndNothingElse() throws {
        let both = breakdowns(Self.record())
        #expect(
            both.map(\.sentence) == [
                "Of Metis' 4.75 s to the first token (mean of 16 requests), 0.03 s are the network, 0.01 s the gateway, "
                    + "0.15 s the accelerator by its own clock; 4.56 s pass between gateway and accelerator "
                    + "(queue and gateway, not told apart).",
                "Of Sophia's 0.957 s to the first token (mean of 15 requests), 0.030 s are the network, 0.010 s the gateway; "
                    + "the remaining 0.917 s are queue, gateway and accelerator, not told apart.",
            ])
        let without = breakdowns(Self.record(probes: false))
        #expect(without[0].restName == "queue and gateway, not told apart" && without[0].parts[.gateway] == nil)
        #expect(without[0].sentence.contains("the remaining 4.57 s are queue and gateway, not told apart."))
    }

    @Test func anOldRecordHasNone() {
        #expect(breakdowns(Fixture.record()).isEmpty)
        let analysis = Analysis(Fixture.record())
        #expect(SummaryJSON.json(analysis)["first_token_parts"] == nil)
        for form in DocumentForm.allCases { #expect(!form.text(analysis.document).contains("not told apart")) }
    }

    @Test func whatIsMissingOfSomeRequestsIsSaid() throws {
        var record = Self.record()
        let index = try #require(record.samples.firstIndex { $0.target == "metis" })
        record.samples[index].serverTimings = nil
        let metis = breakdowns(record)[0]
        #expect(metis.restName == "queue, gateway and accelerator, not told apart")
        #expect(metis.parts[.accelerator]?.measured == 15)
        #expect(
            metis.remarks == [
                "Metis: 'accelerator, by its own clock' is not known of 1 of 16 requests; there it is inside the rest."
            ])
    }

    @Test func aServerOfOnesOwnIsNoGateway() {
        var record = Self.record()
        record.manifest.targets[1].isService = false
        #expect(breakdowns(record)[1].restName == "queue, server and accelerator, not told apart")
        #expect(breakdowns(record)[1].sentence.contains("0.010 s the server;"))
    }

    @Test func withoutTheKernelsWordTheNetworkIsNotAttributed() throws {
        var record = Self.record()
        for index in record.samples.indices {
            record.samples[index].trace.leastRoundTrip = nil
            record.samples[index].trace.roundTrip = nil
        }
        // The probes' floors have no round trip in them, so that what is left holds it.
        #expect(breakdowns(record)[0].restName == "network, queue and gateway, not told apart")
        for index in record.probes.indices { record.probes[index].leastRoundTrip = nil }
        let metis = breakdowns(record)[0]
        #expect(metis.isGatewayWithNetwork && metis.restName == "queue and gateway, not told apart")
        #expect(abs(metis[.gateway] - 0.04) < 1e-9)
        #expect(metis.sentence.contains("0.04 s are the gateway and the network, 0.15 s the accelerator"))
    }

    @Test func answersInOnePieceAreSplitAsAWhole() throws {
        var record = Self.record()
        for index in record.samples.indices {
            record.samples[index].trace.streamed = false
            record.samples[index].serverTimings = ["response_time": 0.5, "time_to_first_token": 0.1]
        }
        let sophia = breakdowns(record)[1]
        #expect(!sophia.isStreamed && abs(sophia[.accelerator] - 0.5) < 1e-9)
        #expect(sophia.sentence.contains("to the whole answer (mean of 15 requests)"))
    }

    @Test(arguments: [1, 2]) func fewRequestsHaveNoIntervalThatTheyCannotCarry(_ questions: Int) throws {
        var record = Fixture.record(runs: 1, questions: questions)
        for index in record.samples.indices { record.samples[index].trace.leastRoundTrip = 0.03 }
        for breakdown in breakdowns(record) {
            #expect(breakdown.requests == questions)
            if questions == 1 { #expect(breakdown.wait.interval == nil) }
        }
    }

    @Test func noSuccessNoBreakdown() {
        var record = Self.record()
        for index in record.samples.indices { record.samples[index].outcome = .http429 }
        #expect(breakdowns(record).isEmpty)
    }

    /// A part of a thousandth is not drawn as one of a fiftieth.
    @Test func barsAreAsLongAsTheirParts() throws {
        var record = Self.record()
        for index in record.samples.indices {
            record.samples[index].trace.leastRoundTrip = 0.0001
            record.samples[index].trace.roundTrip = 0.0001
        }
        let parts = breakdowns(record)
        let most = try #require(parts.map(\.wait.seconds).max())
        #expect(parts.allSatisfy { $0[.network] > 0 && 96 * $0[.network] < most })
        let sketch = try #require(FirstTokenChart(parts).plot()?.sketch)
        let bars = sketch.prefix(parts.count)
        #expect(!bars.joined().contains("█"))
        #expect(sketch.joined(separator: "\n").contains("  network: too short to be drawn"))
        for (bar, breakdown) in zip(bars, parts) {
            let cells = bar.count { "▓▒░".contains($0) }
            #expect(abs(Double(cells) - 48 * breakdown.wait.seconds / most) <= 0.5, "\(bar)")
        }
    }

    /// A program gets the parts, and people the sentence, in all five forms.
    @Test func everyFormHasIt() throws {
        let document = Analysis(Self.record()).document
        let sentence = "pass between gateway and accelerator"
        for form in [DocumentForm.terminal, .markdown, .html, .latex] {
            #expect(
                form.text(document, width: 100).contains(form == .terminal ? "between gateway" : sentence), "\(form)")
        }
        let json = try JSONValue(parsing: DocumentForm.json.text(document))
        let metis = try #require(json["first_token_parts"]?[0])
        #expect(metis["target"] == "metis" && metis["of"] == "first_token" && metis["requests"] == 16)
        #expect(abs((metis["parts"]?["network"]?["mean"]?.double ?? 0) - 0.03) < 1e-9)
        #expect(metis["parts"]?["tls"]?.isNull == true && metis["rest_holds"] == "queue and gateway, not told apart")
        #expect(metis["sentence"]?.string?.contains(sentence) == true)
        #expect(json["first_token_parts"]?[1]?["parts"]?["accelerator"]?.isNull == true)
        let terminal = DocumentForm.terminal.text(document, width: 100)
        #expect(terminal.contains("Metis   ▒▒░") && terminal.contains("░ the rest, not told apart"))
        #expect(
            !DocumentForm.terminal.text(document, width: 50).contains("Metis   ▒"),
            "a bar that does not fit is left out")
        let page = DocumentForm.html.text(document)
        #expect(page.contains("first-token-parts-t") && page.contains("Metis, network: 0.030 s"))
    }

    @Test func aHostileNameIsOnlyAName() {
        var record = Self.record()
        record.manifest.targets[0].label = "</text><script>\u{1B}[31m" + String(repeating: "x", count: 200)
        let document = Analysis(record).document
        for form in DocumentForm.allCases {
            let text = form.text(document, width: 80)
            if form == .html { #expect(!text.contains("<script>")) }
            #expect(!text.contains("\u{1B}[31m"))
        }
    }
}
