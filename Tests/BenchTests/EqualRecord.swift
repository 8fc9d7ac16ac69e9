import ALCFJSON
import Glibc

@testable import ALCFRecord
@testable import ALCFReport

/// Runs of targets that are equal, or differ by a known factor: whatever is measured of them is drawn from one distribution.
struct EqualRecord {
    /// What such a run looks like.
    enum Form: CaseIterable {
        /// Two targets, each prompt once.
        case plain
        /// Two targets, each prompt twice.
        case repeated
        /// Three targets.
        case three
        /// Two kinds of tasks.
        case tasks
        /// Five runs, merged.
        case merged
    }

    var dice: RandomRecord.Dice
    var prompts = 14
    /// By how much the second target is slower.
    var factor = 1.0
    /// By how much more often the second target fails, and answers wrongly.
    var failing = 0.1
    /// The standard deviation of the logarithm of a duration.
    var spread = 0.3

    init(seed: UInt64) {
        dice = RandomRecord.Dice(state: seed &* 7_919 &+ 3)
        for _ in 0..<8 { _ = dice.next() }
    }

    /// Box and Muller.
    mutating func normal() -> Double { (-2 * log(1 - dice.unit())).squareRoot() * cos(2 * .pi * dice.unit()) }

    mutating func record(_ form: Form) throws -> Record {
        switch form {
        case .plain: return run(targets: 2, runs: 1)
        case .repeated: return run(targets: 2, runs: 2)
        case .three: return run(targets: 3, runs: 1)
        case .tasks:
            var record = run(targets: 2, runs: 1)
            record.manifest.design.experiment = .tasks
            record.manifest.prompts = record.manifest.prompts.enumerated().map { index, prompt in
                prompt.of(task: index.isMultiple(of: 2) ? "questions" : "code")
            }
            return record
        case .merged:
            var parts: [(name: String, record: Record)] = []
            for day in 0..<5 {
                // Each day favours one target by chance.
                factor = exp(0.1 * normal())
                var record = run(targets: 2, runs: 1)
                record.manifest.startedAt += 86_400 * Double(day)
                parts.append(("day \(day)", record))
            }
            return try Record.merging(parts)
        }
    }

    private mutating func run(targets: Int, runs: Int) -> Record {
        var record = Fixture.record(runs: 1, questions: prompts)
        record.manifest.design.runs = runs
        if targets > 2 {
            record.manifest.targets.append(RunManifest.Target(name: "tara", url: "https://tara", model: "gpt-oss-120b"))
        }
        var samples: [Sample] = []
        var clock = 0.0
        for run in 1...runs {
            for (block, prompt) in record.manifest.prompts.enumerated() {
                let hardness = 0.3 * normal()
                for (position, target) in record.manifest.targets.enumerated() {
                    samples.append(
                        sample(
                            samples.count, prompt, target.name, run: run, block: block, position: position,
                            hardness: hardness + (position == 1 ? log(factor) : 0), at: clock))
                    clock = (samples[samples.count - 1].trace.end ?? clock) + 0.01
                }
            }
        }
        record.samples = samples
        return record
    }

    private mutating func sample(
        _ sequence: Int, _ prompt: Prompt, _ target: String, run: Int, block: Int, position: Int, hardness: Double,
        at start: Double
    ) -> Sample {
        var trace = RequestTimeline(scheduled: start, start: start)
        var sample = Sample(
            sequence: sequence, phase: .measured, target: target, run: run, block: block, position: position,
            promptID: prompt.id, passageID: prompt.passageID, trace: trace, outcome: .success)
        if dice.unit() < failing * (position == 1 ? factor : 1) {
            trace.end = start + 0.1
            sample.trace = trace
            sample.outcome = .http5xx
            return sample
        }
        let tokens = 20 + Int(dice.next() % 100)
        let first = start + exp(hardness + spread * normal())
        let last = first + exp(hardness + spread * normal()) * 0.01 * Double(tokens)
        trace.firstToken = first
        trace.firstAnswer = first + 0.2 * (last - first)
        trace.recordedFirstOutput = .reasoning
        trace.reasoningEvents = tokens / 5
        trace.lastToken = last
        trace.end = last
        trace.tokenEvents = tokens
        trace.events = tokens + 2
        trace.tokenReads = tokens
        trace.largestBurst = 1
        sample.trace = trace
        sample.tokens = TokenCounts(prompt: 100, completion: tokens, reasoning: tokens / 5)
        sample.finishReason = "stop"
        sample.model = "gpt-oss-120b"
        sample.answer = "Answer: \(prompt.answers[0])"
        sample.score = SquadMetric.score("Answer: \(prompt.answers[0])", dice.unit() < 0.7 ? prompt.answers : ["no"])
        return sample
    }
}

extension Prompt {
    /// The same prompt as one of a kind of task.
    func of(task: String) -> Prompt {
        Prompt(id: id, passageID: passageID, text: text, answers: answers, task: task)
    }
}
