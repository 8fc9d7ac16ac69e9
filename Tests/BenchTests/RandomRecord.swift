import ALCFJSON

@testable import ALCFRecord

/// Runs drawn at random, from a seed: two targets, questions on passages, failures, hidden reasoning, requests that overlap or not, and
/// blocks of which one half is missing, as a duration leaves them.
enum RandomRecord {
    struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) | (state << 31)
        }
        mutating func unit() -> Double { Double(next() % 1_000_000) / 1_000_000 }
    }

    static func record(_ seed: UInt64) -> Record {
        var dice = Dice(state: seed &* 77 &+ 5)
        for _ in 0..<8 { _ = dice.next() }
        let questions = 6 + Int(dice.next() % 10)
        let runs = 1 + Int(dice.next() % 3)
        var record = Fixture.record(runs: 1, questions: questions)
        record.manifest.design.runs = nil
        let inFlight = [1, 1, 4][Int(dice.next() % 3)]
        let failing = dice.unit() * 0.4
        let missing = dice.unit() * 0.3
        let hides = [dice.unit() < 0.3, dice.unit() < 0.3]
        let base = [0.5 + dice.unit() * 4, 0.5 + dice.unit() * 4]
        var samples: [Sample] = []
        var clock = 0.0
        for run in 1...runs {
            for (block, prompt) in record.manifest.prompts.enumerated() {
                for (position, target) in ["metis", "sophia"].enumerated() where dice.unit() >= missing {
                    var trace = RequestTimeline(scheduled: clock, start: clock)
                    let first = clock + base[position] * (0.8 + 0.4 * dice.unit())
                    let answer = 20 + Int(dice.next() % 60)
                    let reasoning = Int(dice.next() % 40)
                    let last =
                        first + Double(answer + (hides[position] ? 0 : reasoning)) * 0.01 * (1 + Double(position))
                    clock += (last - clock) / Double(inFlight) + 0.01
                    var sample = Sample(
                        sequence: samples.count, phase: .measured, target: target, run: run, block: block,
                        position: position, promptID: prompt.id, passageID: prompt.passageID, trace: trace,
                        outcome: .success)
                    if dice.unit() < failing {
                        trace.end = trace.start + 0.1
                        sample.trace = trace
                        sample.outcome = .http5xx
                        sample.errorMessage = "the service answered 500"
                        samples.append(sample)
                        continue
                    }
                    trace.firstToken = first
                    trace.reasoningEvents = hides[position] ? 0 : reasoning
                    trace.recordedFirstOutput = hides[position] || reasoning == 0 ? .answer : .reasoning
                    trace.firstAnswer = hides[position] ? first : first + Double(reasoning) * 0.01
                    trace.lastToken = last
                    trace.end = last
                    trace.tokenEvents = hides[position] ? answer : answer + reasoning
                    trace.events = trace.tokenEvents + 2
                    trace.tokenReads = trace.tokenEvents
                    trace.largestBurst = 1
                    sample.trace = trace
                    sample.tokens = TokenCounts(prompt: 100, completion: answer + reasoning, reasoning: reasoning)
                    sample.finishReason = "stop"
                    sample.model = "gpt-oss-120b"
                    sample.answer =
                        dice.unit() < 0.6
                        ? "Answer: \(prompt.answers[0])" : "Answer: it was in \(prompt.answers[0]) or not"
                    sample.score = SquadMetric.score(sample.answer ?? "", dice.unit() < 0.8 ? prompt.answers : ["no"])
                    samples.append(sample)
                }
            }
        }
        record.samples = samples
        return record
    }
}
