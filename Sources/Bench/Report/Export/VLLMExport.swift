import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// One target's requests in the form of vLLM's detailed result file: lists in seconds, summaries in milliseconds.
///
/// Its gaps between messages are not in our record, which keeps counts: each request's mean gap stands for all of them.
enum VLLMExport {
    package static func json(_ analysis: Analysis, _ summary: TargetSummary) -> JSONValue {
        let manifest = analysis.record.manifest
        let samples = analysis.record.samples.filter {
            $0.target == summary.target.name && $0.phase == .measured
        }.sorted { $0.sequence < $1.sequence }
        let answered = samples.filter(\.outcome.isSuccess)
        func total(_ value: (Sample) -> Int?) -> Int { answered.reduce(0) { $0 + (value($1) ?? 0) } }
        let (input, output) = (total(\.tokens.prompt), total(\.tokens.completion))
        let seconds = summary.wallSpan
        func perSecond(_ count: Int) -> JSONValue { JSONValue(seconds.map { Double(count) / $0 }) }
        func list(_ value: (Sample) -> JSONValue) -> JSONValue { .array(samples.map(value)) }

        let backend = summary.target.request?["endpoint"] == "completions" ? "openai" : "openai-chat"
        var json: JSONObject = [
            "date": .string(DateText.iso8601(manifest.startedAt)), "endpoint_type": .string(backend),
            "backend": .string(backend), "label": .string(summary.target.name),
            "model_id": .string(summary.target.model),
            "tokenizer_id": .null, "num_prompts": .int(samples.count), "duration": JSONValue(seconds),
            "max_concurrent_requests": .int(summary.peakInFlight),
            "completed": .int(answered.count), "failed": .int(samples.count - answered.count),
            "total_input_tokens": .int(input), "total_output_tokens": .int(output),
            "request_throughput": perSecond(answered.count), "output_throughput": perSecond(output),
            "total_token_throughput": perSecond(input + output),
        ]
        json.merge(load(manifest.design))
        json.merge([
            "input_lens": list { .int($0.tokens.prompt ?? 0) },
            "output_lens": list { .int($0.outcome.isSuccess ? $0.tokens.completion ?? 0 : 0) },
            "ttfts": list { .double($0.outcome.isSuccess ? $0[.timeToFirstToken] ?? 0 : 0) },
            "itls": list { sample in
                guard sample.outcome.isSuccess, let gap = sample[.interChunkGap] else { return [] }
                return .array(Array(repeating: .double(gap), count: sample.trace.tokenEvents - 1))
            },
            "latencies": list { .double($0.outcome.isSuccess ? $0[.serviceLatency] ?? 0 : 0) },
            "start_times": list { .double($0.trace.start) },
            "queue_times": list { .double(max(0, $0.trace.start - $0.trace.scheduled)) },
            "generated_texts": list { .string($0.answer ?? "") },
            "errors": list { $0.outcome.isSuccess ? "" : .string($0.errorMessage ?? $0.outcome.rawValue) },
        ])
        summarise("ttft", .timeToFirstToken, of: answered, in: &json)
        summarise("tpot", .timePerOutputToken, of: answered, in: &json)
        summarise("itl", .interChunkGap, of: answered, in: &json)
        summarise("e2el", .serviceLatency, of: answered, in: &json)
        return .object(json)
    }

    /// Returns the load in vLLM's terms: `inf` is its rate if only the number in flight is limited, and `inf`
    /// is its burstiness of a constant rate.
    private static func load(_ design: Design) -> JSONObject {
        // Members that vLLM wrote itself are written back as they came.
        if let rate = design.vllmRate {
            return [
                "request_rate": rate, "burstiness": JSONValue(design.burstiness),
                "max_concurrency": JSONValue(design.maxInFlight),
            ]
        }
        guard let rate = design.rate else {
            return ["request_rate": "inf", "burstiness": 1.0, "max_concurrency": JSONValue(design.concurrency)]
        }
        var load: JSONObject = [
            "request_rate": .double(rate),
            "burstiness": design.arrival == .constant ? "inf" : .double(design.burstiness ?? 1),
            "max_concurrency": JSONValue(design.maxInFlight),
        ]
        if let ramp = design.ramp, ramp > 0 {
            load.merge(["ramp_up_strategy": "linear", "ramp_up_start_rps": 0, "ramp_up_end_rps": .double(rate)])
        }
        return load
    }

    /// vLLM's standard deviation is that of a population.
    private static func summarise(
        _ name: String, _ figure: Figure<Sample>, of answered: [Sample], in json: inout JSONObject
    ) {
        let seconds = answered.compactMap(figure.value)
        let count = Double(seconds.count)
        let deviation = Statistics.standardDeviation(seconds).map { $0 * ((count - 1) / count).squareRoot() }
        let values: [(String, Double?)] = [
            ("mean", Statistics.mean(seconds)), ("median", Statistics.median(seconds)), ("std", deviation),
            ("p99", Statistics.quantile(seconds, 0.99)),
        ]
        for (key, value) in values { json["\(key)_\(name)_ms"] = JSONValue(value.map { 1_000 * $0 }) }
    }
}
