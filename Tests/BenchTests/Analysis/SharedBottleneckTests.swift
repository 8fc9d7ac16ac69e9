import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct SharedBottleneckTests {
    private func record(isShared: Bool, urls: [String]) -> Record {
        var record = Fixture.record()
        record.manifest.design = Design(["rate": 2.0, "both_at_once": true, "concurrency": 1])
        for (index, url) in urls.enumerated() { record.manifest.targets[index].url = url }
        var dice = RandomRecord.Dice(state: 11)
        var samples: [Sample] = []
        var starts: [(Double, String)] = []
        for target in ["metis", "sophia"] {
            var clock = 0.0
            for _ in 0..<150 {
                clock += dice.unit()
                starts.append((clock, target))
            }
        }
        starts.sort { $0.0 < $1.0 }
        for (index, (start, target)) in starts.enumerated() {
            let busy = samples.filter { $0.target != target && ($0.trace.end ?? 0) > start }.count
            let latency = 0.4 + 0.2 * dice.unit() + (isShared ? 0.3 * Double(busy) : 0)
            var trace = RequestTimeline(scheduled: start, start: start)
            trace.firstToken = start + latency / 2
            trace.lastToken = start + latency
            trace.end = start + latency
            samples.append(
                Sample(
                    sequence: index, phase: .measured, target: target, run: 1, block: index, position: 0,
                    promptID: "\(index)",
                    passageID: "\(index)", trace: trace, outcome: .success))
        }
        record.samples = samples
        return record
    }

    private let apart = ["https://a.example/v1", "https://b.example:8443/v1"]

    @Test func oneAddressIsNamed() throws {
        let analysis = Analysis(
            record(isShared: false, urls: ["https://a.example/metis/v1", "https://a.example/sophia/v1"]))
        let audit = try #require(analysis.audit)
        #expect(!audit.holds && audit.sentence.contains("the targets may have slowed each other down"))
        #expect(
            analysis.warnings.contains {
                $0.kind == .sharedBottleneck && $0.message.contains("both reached at a.example")
            })
    }

    @Test func couplingShowsInTheLatencies() throws {
        let analysis = Analysis(record(isShared: true, urls: apart))
        #expect(try #require(analysis.audit).checks.last?.holds == false)
        #expect(analysis.warnings.contains { $0.message.contains("rises with") })
    }

    @Test func withoutAnySignItIsNotExcluded() throws {
        let analysis = Analysis(record(isShared: false, urls: apart))
        #expect(try #require(analysis.audit).checks.last?.holds == nil)
        #expect(
            analysis.warnings.contains {
                $0.kind == .sharedBottleneck && $0.message.contains("if they share a network")
            })
    }

    @Test func inTurnsThereIsNoQuestion() throws {
        var record = record(isShared: true, urls: apart)
        record.manifest.design.isBothAtOnce = nil
        let analysis = Analysis(record)
        #expect(!analysis.warnings.contains { $0.kind == .sharedBottleneck })
        #expect(try #require(analysis.audit).checks.allSatisfy { !$0.question.contains("load") })
    }
}
