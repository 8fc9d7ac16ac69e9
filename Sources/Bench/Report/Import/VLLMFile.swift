import ALCFJSON
import ALCFRecord
import ALCFStatistics

/// The format of `vllm bench serve --save-result --save-detailed`. Times in its lists are seconds.
enum VLLMFile {
    /// Nil for other files.
    static func run(_ json: JSONValue, name: String) -> ImportedRun? {
        guard json["completed"] != nil, let firstTokens = json["ttfts"]?.array else { return nil }
        let gaps = json["itls"]?.array ?? []
        let starts = (json["start_times"]?.array ?? []).map(\.double)
        let first = starts.compactMap(\.self).min() ?? 0
        var clock = 0.0
        var samples: [Sample] = []
        for index in firstTokens.indices {
            let gaps = (gaps.indices.contains(index) ? gaps[index].array ?? [] : []).compactMap(\.double)
            let firstToken = firstTokens[index].double
            let error = json["errors"]?[index]?.string ?? ""
            // Older files lack the latencies: they are the first token and the gaps after it.
            let latency = json["latencies"]?[index]?.double ?? firstToken.map { $0 + Statistics.sum(gaps) }
            let start = (starts.indices.contains(index) ? starts[index] : nil).map { $0 - first } ?? clock
            clock = start + (latency ?? 0)
            let failed = !error.isEmpty || latency == nil || latency == 0
            var sample = ImportedRun.sample(
                index, target: name, start: start, end: failed ? nil : latency.map { start + $0 })
            let queue = json["queue_times"]?[index]?.double ?? 0
            sample.trace.scheduled = start - max(0, queue)
            if failed {
                sample.outcome = .malformed
                sample.errorMessage = error.isEmpty ? nil : error
            } else if let firstToken, firstToken > 0 {
                note(firstToken: start + firstToken, gaps: gaps, in: &sample.trace)
            }
            sample.tokens = TokenCounts(
                prompt: json["input_lens"]?[index]?.int, completion: json["output_lens"]?[index]?.int)
            sample.answer = json["generated_texts"]?[index]?.string
            samples.append(sample)
        }
        return ImportedRun(
            tool: "vLLM",
            targets: [ImportedRun.target(name, model: json["model_id"]?.string)], samples: samples,
            hasInstants: !starts.isEmpty && !starts.contains(nil), design: design(json))
    }

    /// Its first token may be an event without text, and its gaps are between messages: two of one read have none.
    private static func note(firstToken: Double, gaps: [Double], in trace: inout RequestTimeline) {
        trace.firstToken = firstToken
        trace.firstEvent = firstToken
        trace.tokenEvents = gaps.count + 1
        trace.events = gaps.count + 1
        let bursts = gaps.split(omittingEmptySubsequences: false) { $0 >= 0.000_1 }.map { $0.count + 1 }
        trace.tokenReads = bursts.count
        trace.largestBurst = bursts.max() ?? 1
        trace.streamed = true
    }

    /// Description of the load as vLLM writes it.
    private static func design(_ json: JSONValue) -> Design {
        var options = JSONObject()
        for key in ["date", "backend", "request_rate", "burstiness", "max_concurrency", "num_prompts"] {
            if let value = json[key], !value.isNull { options[key] = value }
        }
        return Design(options)
    }
}
