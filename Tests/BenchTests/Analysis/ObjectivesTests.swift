import Testing

@testable import ALCFBench

@Suite struct ObjectivesTests {
    @Test func readsLimitsAndPresets() throws {
        let own = try ServiceObjectives("ttft=3s,tpot=80ms,latency=0.5")
        #expect(own.limits.map(\.figure) == [.ttft, .tpot, .latency])
        #expect(own.limits.map(\.seconds) == [3, 0.08, 0.5])
        let preset = try ServiceObjectives("mlperf-gpt-oss-120b-interactive")
        #expect(preset.limits.map(\.seconds) == [2, 0.02])
        for preset in ServiceObjectives.presets { #expect(throws: Never.self) { try ServiceObjectives(preset.name) } }
    }

    @Test(arguments: ["", "ttft", "ttft=", "speed=3s", "ttft=-1s", "ttft=3m"]) func refusesOthers(_ text: String) {
        #expect(throws: BenchError.self) { try ServiceObjectives(text) }
    }

    @Test func failedRequestsKeepNoObjective() throws {
        let analysis = Analysis(Fixture.record(), objectives: try ServiceObjectives("ttft=3s"))
        #expect(analysis.targets[0].goodput?.met == 0)
        #expect(analysis.targets[1].goodput?.met == 15)
        #expect(analysis.targets[1].goodput?.attempts == 16)
        #expect(Report(analysis).tables.contains { $0.title == "Goodput, ttft=3s" })
    }

    @Test func whatCannotBeKnownIsNotGood() throws {
        var record = Fixture.record()
        for index in record.samples.indices { record.samples[index].trace.streamed = false }
        #expect(Analysis(record, objectives: try ServiceObjectives("ttft=3s")).targets[1].goodput == nil)
    }
}
