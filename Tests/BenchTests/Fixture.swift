import ALCFJSON

@testable import ALCFRecord

/// A run made by hand in the shape of a real one: eight questions on eight passages, two runs, two targets, one request at a
/// time, blocks in alternating order. Metis takes 4.78 s and 2.7 ms a token, Sophia 1.06 s and 6.8 ms a token, with some
/// noise; one of Sophia's requests fails.
enum Fixture {
    static let tokens = [30, 132, 64, 97, 41, 146, 53, 110]

    static func record(runs: Int = 2, questions: Int = 8, simulated: Bool = false) -> Record {
        let prompts = (0..<questions).map { number in
            Prompt(
                id: "q\(number)", passageID: "p\(number)",
                text: "Context: It was \(1900 + number).\n\nQuestion: When?\n\nAnswer:",
                answers: [String(1_900 + number)])
        }
        var samples: [Sample] = []
        var clock = 0.5
        for run in 1...runs {
            for (block, prompt) in prompts.enumerated() {
                for position in 0..<2 {
                    let isMetis = (block + position).isMultiple(of: 2)
                    let sample = sample(
                        samples.count, prompt, run: run, block: block, position: position, isMetis: isMetis, at: clock)
                    clock = (sample.trace.end ?? clock) + 0.01
                    samples.append(sample)
                }
            }
        }
        let data = RunManifest.DataSet(
            name: "SQuAD", version: "1.1", sha256: String(repeating: "ab", count: 32), count: questions,
            passages: questions, source: "dev-v1.1.json")
        let manifest = RunManifest(
            toolVersion: "0.1.0", startedAt: 1_795_336_200, seed: 7,
            design: Design(["runs": .int(runs), "concurrency": 1, "max_tokens": 512, "temperature": 0.0]),
            dataSet: data,
            targets: [
                RunManifest.Target(
                    name: "metis", url: "https://inference.example/resource_server/metis/api/v1", model: "gpt-oss-120b",
                    hardware: "SambaNova SN40L"),
                RunManifest.Target(
                    name: "sophia", url: "https://inference.example/resource_server/sophia/vllm/v1",
                    model: "openai/gpt-oss-120b", hardware: "NVIDIA A100"),
            ], simulation: simulated ? RunManifest.Simulation(speed: 10) : nil, host: "login",
            kernel: "Linux 6.8.0 x86_64", prompts: prompts)
        return Record(manifest: manifest, samples: samples)
    }

    private static func sample(
        _ sequence: Int, _ prompt: Prompt, run: Int, block: Int, position: Int, isMetis: Bool, at start: Double
    ) -> Sample {
        let tokens = tokens[block % tokens.count] + run - 1
        let noise = Double((sequence * 7) % 11) / 100
        let first = start + (isMetis ? 4.7 : 0.9) + noise
        let last = first + (isMetis ? 0.08 + 0.0027 * Double(tokens) : 0.16 + 0.0068 * Double(tokens))
        var trace = RequestTimeline(scheduled: start, start: start)
        var sample = Sample(
            sequence: sequence, phase: .measured, target: isMetis ? "metis" : "sophia", run: run, block: block,
            position: position, promptID: prompt.id, passageID: prompt.passageID, trace: trace, outcome: .success)
        trace.sent = start + 0.001
        trace.firstByte = start + 0.2
        if !isMetis && run == 2 && block == 3 {
            trace.end = start + 0.21
            sample.trace = trace
            sample.outcome = .http429
            sample.httpStatus = 429
            sample.errorMessage = "the service answered 429: too many requests"
            return sample
        }
        trace.firstEvent = first
        trace.firstToken = first
        trace.firstAnswer = first + 0.05
        trace.lastToken = last
        trace.end = last + 0.002
        trace.events = tokens + 3
        trace.tokenEvents = tokens
        trace.tokenReads = tokens - 1
        trace.largestBurst = 2
        sample.trace = trace
        sample.httpStatus = 200
        sample.tokens = TokenCounts(prompt: 249, completion: tokens, total: 249 + tokens)
        sample.finishReason = "stop"
        sample.model = "gpt-oss-120b"
        let answer = isMetis || block != 5 ? prompt.answers[0] : "unknown"
        sample.answer = "Answer: **\(answer)**"
        sample.score = SquadMetric.score("Answer: **\(answer)**", prompt.answers)
        return sample
    }

    /// The record as it is in its file.
    static func lines(_ record: Record) -> [UInt8] {
        ([record.manifest.json] + record.samples.map(\.json)).flatMap { $0.serializedBytes() + [UInt8(ascii: "\n")] }
    }
}
