import ALCFJSON
import Testing

@testable import ALCFRecord

@Suite struct RunOptionsTests {
    @Test func optionsComeBackFromTheRecord() throws {
        let options = BenchmarkOptions(
            samples: 30, runs: 3, concurrency: 4, maxTokens: 99, temperature: 0.25, seed: 77, isStreaming: false,
            warmup: 2, reasoningEffort: "high", rate: 1.5, arrival: .constant, ramp: 3, duration: 60,
            isBothAtOnce: true, slices: 2, maxRate: 8, precision: 0.05, isControlled: true)
        #expect(try BenchmarkOptions(options.design, seed: 77).concurrency == 1)
        var closed = options
        closed.rate = nil
        closed.arrival = .poisson
        closed.promptSeed = .max
        closed.bustsCache = true
        closed.repeatsPrompts = true
        closed.forcedTargets = ["a"]
        #expect(try BenchmarkOptions(closed.design, seed: 77) == closed)
        var open = options
        open.concurrency = 1
        open.arrival = .gamma
        open.burstiness = 0.5
        open.maxInFlight = 4
        #expect(try BenchmarkOptions(open.design, seed: 77) == open)
        // What is not so is not said: an open loop waits for no answer, and one target has no turns to take.
        #expect(open.design.members["concurrency"]?.isNull == true && open.design.members["max_concurrency"] == 4)
        #expect(options.order(targets: 1).contains("one target"))
        #expect(try BenchmarkOptions(BenchmarkOptions().design, seed: 1) == BenchmarkOptions())
        // What ends by a rule announces no number of requests.
        #expect(options.design.members["runs"]?.isNull == true)
        #expect(BenchmarkOptions(runs: 3).design.runs == 3)
    }

    @Test func optionsOfTheFirstRecordsAreUnderstood() throws {
        let old: JSONObject = [
            "samples": 8, "runs": 2, "concurrency": 1, "max_tokens": 512, "temperature": 0.0, "stream": true,
            "warmup": 1, "reasoning_effort": .null, "order": "targets in random order within each prompt",
        ]
        #expect(try BenchmarkOptions(Design(old), seed: 5) == BenchmarkOptions(samples: 8, runs: 2, seed: 5))
    }

    @Test func promptsKeepTheirTaskAndLimit() throws {
        let prompt = Prompt(id: "1", passageID: "2", text: "3", answers: [], task: "code", maxTokens: 9)
        #expect(try Prompt(json: prompt.json) == prompt)
        let plain = Prompt(id: "1", passageID: "2", text: "3", answers: ["4"])
        #expect(try Prompt(json: plain.json) == plain)
        #expect(plain.json["task"] == nil && plain.json["max_tokens"] == nil)
    }
}
