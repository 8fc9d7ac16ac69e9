import ALCFJSON
import Testing

@testable import ALCFSimulator

@Suite("Simulated latency") struct SimulatedLatencyTests {
    @Test("Reads a fixed part and a part for each token")
    func reads() {
        #expect(SimulatedLatency("4.8s+2.7ms") == SimulatedLatency(fixed: 4.8, perToken: 0.0027))
        #expect(SimulatedLatency("250ms+0s") == SimulatedLatency(fixed: 0.25, perToken: 0))
        for wrong in ["", "1s", "1+2", "1s+2ms+3ms", "-1s+1ms", "1s+nanms", "s+ms", "1h+1s"] {
            #expect(SimulatedLatency(wrong) == nil, "\(wrong)")
        }
    }

    @Test(
        "Answers take what was asked for",
        arguments: [(Paths.metis, "gpt-oss-120b"), (Paths.sophia, "openai/gpt-oss-120b")])
    func timing(path: String, model: String) throws {
        let box = Box { configuration in
            for cluster in SimulatedCluster.allCases {
                configuration.latency[cluster] = SimulatedLatency(fixed: 2, perToken: 0.01)
            }
            configuration.speed = 10
        }
        let durations = try (0..<40).map { _ in
            box.post(path, Bodies.stream(model, ["min_tokens": 500]), try box.bearer()).plan.duration * 10
        }
        let mean = durations.reduce(0, +) / 40
        // The opening comes with the first token, so 499 gaps follow: 2 + 4.99 s, with 15 % of jitter at most on the 2 s.
        #expect(abs(mean - 6.99) < 0.1)
        #expect(durations.allSatisfy { abs($0 - 6.99) < 0.45 })
    }
}
