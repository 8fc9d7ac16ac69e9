import TestSupport
import Testing

/// The counting of what the program says of equal services; how often is a matter of minutes, and of `make coverage-e2e`.
@Suite(.tags(.watchesTheClock)) struct BenchmarkEndToEndTests {
    @Test func runsTheProgramAndCountsWhatItSays() async throws {
        let alcf = try Alcf()
        let run = try await alcf.run(
            "benchmark", "coverage-e2e", "--runs", "2", "--prompts", "8", "--in-flight", "1,8", "--scenarios",
            "independent,own-load-5", "--speed", "1000", "--jobs", "2")
        // Two runs prove nothing: what they say is one or the other.
        #expect([0, 1].contains(run.exitCode), "\(run.errors)")
        #expect(!run.errors.contains("runs failed"), "\(run.errors)")
        for name in ["independent", "own-load-5"] {
            #expect(run.output.split(separator: "\n").count { $0.contains(name) } == 2, "\(run.output)")
        }
        let refused = try await alcf.run("benchmark", "coverage-e2e", "--scenarios", "sunny")
        #expect(refused.exitCode == 64 && refused.errors.contains("sunny"))
    }
}
