import ALCFJSON
import ALCFRecord
import ALCFStatistics

/// The part of the summary that has the shape of the original comparison script's file.
enum OriginalFormat {
    static func target(_ summary: TargetSummary, in record: Record, isPooled: Bool = true) -> JSONValue {
        let prompts = record.manifest.prompts
        let numbers = Dictionary(prompts.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let samples = record.samples.filter { $0.target == summary.target.name && $0.phase == .measured }
        let results = samples.sorted { $0.sequence < $1.sequence }.map { sample in
            let number = numbers[sample.promptID]
            return result(sample, summary.target, number: number, prompt: number.map { prompts[$0] })
        }
        return ["results": .array(results), "statistics": isPooled ? statistics(summary, samples) : .null]
    }

    private static func result(
        _ sample: Sample, _ target: RunManifest.Target, number: Int?, prompt: Prompt?
    ) -> JSONValue {
        let isSuccess = sample.outcome.isSuccess
        var result: JSONObject = [
            "endpoint": .string(sample.target),
            "prompt_id": JSONValue(number.map { $0 + 1 }),
            "prompt": JSONValue(prompt?.text),
            "run": .int(sample.run),
            "response": JSONValue(sample.answer),
            "latency_sec": isSuccess ? JSONValue(sample[.serviceLatency]) : .null,
            "metadata": [
                "model": .string(sample.model ?? target.model),
                "finish_reason": JSONValue(sample.finishReason),
                "prompt_tokens": JSONValue(sample.tokens.prompt),
                "completion_tokens": JSONValue(sample.tokens.completion),
                "total_tokens": JSONValue(sample.tokens.total),
            ],
            "question_id": .string(sample.promptID),
            "outcome": .string(sample.outcome.rawValue),
        ]
        if !isSuccess { result["error"] = .string(sample.errorMessage ?? sample.outcome.rawValue) }
        return .object(result)
    }

    private static func statistics(_ summary: TargetSummary, _ samples: [Sample]) -> JSONValue {
        // As in the single-stream rate, but whatever the concurrency: the name is the original's, and so is the
        // formula.
        let counted = samples.filter(\.outcome.isSuccess).compactMap { sample in
            sample.tokens.completion.flatMap { tokens in sample[.serviceLatency].map { (tokens, $0) } }
        }
        let seconds = Statistics.sum(counted.map(\.1))
        let rate = seconds > 0 ? Double(counted.reduce(0) { $0 + $1.0 }) / seconds : nil
        return [
            "num_requests": .int(summary.attempts),
            "successful_requests": .int(summary.successes),
            "failed_requests": .int(summary.attempts - summary.successes),
            "latency": [
                "mean": JSONValue(summary[.serviceLatency]?.mean), "min": JSONValue(summary[.serviceLatency]?.min),
                "max": JSONValue(summary[.serviceLatency]?.max), "median": JSONValue(summary[.serviceLatency]?.median),
            ],
            "tokens": [
                "mean": JSONValue(summary[.completionTokens]?.mean), "total": JSONValue(summary.totalOutputTokens),
            ],
            "response_length": ["mean": JSONValue(summary[.answerLength]?.mean)],
            "throughput_tokens_per_sec": JSONValue(rate),
        ]
    }
}
