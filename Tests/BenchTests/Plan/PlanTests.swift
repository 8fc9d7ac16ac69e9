import ALCFHTTP
import ALCFSystem
import Testing

@testable import ALCFLoad
@testable import ALCFRecord
@testable import ALCFReport

@Suite struct PrecisionRuleTests {
    /// Targets of which one takes 20 ms and the other about twice as long, by a factor that scatters.
    func run(spread: Double, precision: Double, prompts: Int) async throws -> [Sample] {
        let transport = StubTransport { number, request in
            let isSecond = request.url.string.contains("/b/")
            let sign = number % 4 < 2 ? 1.0 : -1.0
            return Stub.response(gap: Int64(isSecond ? 100 * (1 + sign * spread) : 100))
        }
        let runner = BenchmarkRunner(
            targets: try Stub.targets(transport), prompts: Stub.prompts(prompts),
            options: BenchmarkOptions(samples: prompts, warmup: 0, precision: precision))
        let recorded = Recorded()
        try await runner.run { recorded.add($0) }
        return recorded.samples
    }

    @Test func aSteadyRatioEndsAfterTheFirstStage() async throws {
        let samples = try await run(spread: 0, precision: 0.05, prompts: 90)
        #expect(Set(samples.map(\.block)).count == PrecisionRule.pilotBlocks)
        #expect(samples.count == 2 * PrecisionRule.pilotBlocks)
    }

    @Test func aWideRatioTakesAllThereIs() async throws {
        let samples = try await run(spread: 0.9, precision: 0.01, prompts: 70)
        #expect(samples.count == 140)
    }
}
