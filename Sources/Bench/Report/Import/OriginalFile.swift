import ALCFJSON
import ALCFRecord
import ALCFSystem

/// The files of the original comparison script, and our summaries, which are a superset of them.
///
/// They hold `timestamp`, `dataset`, `models`, and for each endpoint `results` and `statistics`. Its first variant
/// asked prompts of its own, and has no reference answers; its second asked SQuAD's. No variant kept what failed.
enum OriginalFile {
    static func isOriginal(_ json: JSONValue) -> Bool { !endpoints(json).isEmpty }

    /// The names of members that have `results` and `statistics`.
    static func endpoints(_ json: JSONValue) -> [String] {
        json.object?.keys.filter { json[$0]?["results"]?.array != nil && json[$0]?["statistics"]?.object != nil } ?? []
    }

    static func run(_ json: JSONValue) -> ImportedRun {
        let names = endpoints(json)
        var prompts: [Prompt] = []
        var known: Set<String> = []
        var samples: [Sample] = []
        var clock = 0.0
        for name in names {
            for result in json[name]?["results"]?.array ?? [] {
                let prompt = prompt(result)
                if known.insert(prompt.id).inserted { prompts.append(prompt) }
                let sample = sample(result, prompt, target: name, number: samples.count, at: clock)
                clock = sample.trace.end ?? clock
                samples.append(sample)
            }
        }
        samples += missing(names, samples, at: clock)
        let stamp = json["timestamp"]?.string.flatMap(ImportedRun.epoch) ?? 0
        let data = json["dataset"]
        var run = ImportedRun(
            tool: json["format_version"] == nil ? "the original script" : "alcf's summary",
            targets: names.map { name in
                ImportedRun.target(name, model: json["models"]?[name]?.string ?? model(json[name]))
            }, samples: samples, prompts: prompts, startedAt: stamp, hasInstants: false,
            dataSet: RunManifest.DataSet(
                name: data?["name"]?.string ?? data?.string ?? "prompts of the script",
                version: data?["version"]?.string ?? "", sha256: data?["sha256"]?.string ?? "", count: prompts.count,
                passages: Set(prompts.map(\.passageID)).count, source: data?["source"]?.string ?? "imported"),
            simulation: json["simulated"]?.bool == true
                ? RunManifest.Simulation(speed: json["manifest"]?["simulation_speed"]?.double ?? 1) : nil)
        run.sharesPrompts = true
        return run
    }

    private static func model(_ endpoint: JSONValue?) -> String? {
        endpoint?["results"]?[0]?["metadata"]?["model"]?.string
    }

    private static func prompt(_ result: JSONValue) -> Prompt {
        let text = result["prompt"]?.string ?? ""
        let id =
            result["question_id"]?.string ?? result["prompt_id"]?.int.map { "prompt \($0)" }
            ?? result["prompt_id"]?.string ?? text
        // Prompts with one context are about one passage.
        let context = text.split(separator: "Question:", maxSplits: 1).first.map(String.init) ?? text
        let reference = (result["reference_answer"] ?? result["metadata"]?["reference_answer"])?.string
        return Prompt(id: id, passageID: context, text: text, answers: reference.map { [$0] } ?? [])
    }

    private static func sample(
        _ result: JSONValue, _ prompt: Prompt, target: String, number: Int, at start: Double
    ) -> Sample {
        let run = result["run"]?.int ?? 1
        var trace = RequestTimeline(scheduled: start, start: start, streamed: false)
        var sample = Sample(
            sequence: number, phase: .measured, target: target, run: run, block: 1, position: 0, promptID: prompt.id,
            passageID: prompt.passageID, trace: trace, outcome: .success)
        let metadata = result["metadata"]
        sample.tokens = TokenCounts(
            prompt: metadata?["prompt_tokens"]?.int, completion: metadata?["completion_tokens"]?.int,
            total: metadata?["total_tokens"]?.int)
        sample.finishReason = metadata?["finish_reason"]?.string
        sample.model = metadata?["model"]?.string
        sample.answer = result["response"]?.string
        if let latency = result["latency_sec"]?.double, result["error"]?.string == nil {
            trace.firstToken = start + latency
            trace.lastToken = start + latency
            trace.tokenReads = 1
            trace.end = start + latency
            if !prompt.answers.isEmpty, let answer = sample.answer {
                sample.score = SquadMetric.score(answer, prompt.answers, about: prompt.text)
            }
        } else {
            sample.outcome = result["outcome"]?.string.flatMap(Outcome.init(rawValue:)) ?? .malformed
            sample.errorMessage = result["error"]?.string ?? "the file holds no latency"
        }
        sample.trace = trace
        return sample
    }

    /// Returns failures for prompts that one endpoint answered and another has no result for, because the script kept
    /// answers only.
    private static func missing(_ names: [String], _ samples: [Sample], at clock: Double) -> [Sample] {
        var result: [Sample] = []
        for name in names {
            let own = Set(samples.filter { $0.target == name }.map { [$0.promptID, "\($0.run)"] })
            var seen = own
            for sample in samples where seen.insert([sample.promptID, "\(sample.run)"]).inserted {
                var copy = sample
                copy.target = name
                copy.sequence = samples.count + result.count
                copy.trace = RequestTimeline(scheduled: clock, start: clock, streamed: false)
                copy.outcome = .empty
                copy.errorMessage = "no result in the file, which keeps answers only"
                copy.tokens = TokenCounts()
                (copy.answer, copy.score, copy.finishReason, copy.model) = (nil, nil, nil, nil)
                result.append(copy)
            }
        }
        return result
    }
}
