package import ALCFJSON
package import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The result of the original study's method for a run: its own figures by its own formulae, errors included.
///
/// Latency is from the call to the answer, connecting included; the median is the upper of the two middle values;
/// tokens are those of prompt and answer; “throughput” is their sum ÷ the sum of latencies; what failed was never
/// counted.
package struct OriginalReading: Sendable, Hashable {
    /// The figures of one target.
    package struct Target: Sendable, Hashable {
        /// The target.
        package let target: RunManifest.Target
        /// Requests that were answered: all that the method knows of.
        package let requests: Int
        /// The mean of latency, in seconds.
        package let mean: Double
        /// The upper of the two middle latencies, in seconds.
        package let median: Double
        /// Σ tokens of prompts and answers ÷ Σ latency; nil unless all were counted.
        package let throughput: Double?
        /// The share of those tokens that belongs to prompts.
        package let promptShare: Double?
    }

    /// The targets that answered, in the order of the manifest.
    package let targets: [Target]

    /// The reading of a run of the original experiment; nil for any other run.
    package init?(_ record: Record) {
        guard record.manifest.design.isAsOriginal == true else { return nil }
        targets = record.manifest.targets.compactMap { target in
            Target(target, record.samples.filter { $0.target == target.name && $0.phase == .measured })
        }
    }

    /// Its conclusions, a sentence each.
    var sentences: [String] {
        guard targets.count == 2 else {
            return ["Nothing: without answers of both it divides by zero."]
        }
        let (first, second) = (targets[0], targets[1])
        let ratio = first.mean / second.mean
        func name(_ target: Target) -> String { target.target.label }
        func seconds(_ value: Double) -> String { NumberText.significant(value) }
        let (fast, slow) = ratio > 1 ? (second, first) : (first, second)
        var sentences = [
            "“\(name(first)) is \(NumberText.fixed(1 / ratio, 2))x \(ratio > 1 ? "slower" : "faster")”: \(name(fast)) is "
                + "\(NumberText.fixed(max(ratio, 1 / ratio), 2)) times faster, by mean latencies of \(seconds(first.mean)) s and "
                + "\(seconds(second.mean)) s; medians of \(seconds(first.median)) s and \(seconds(second.median)) s. Without an "
                + "interval, and read as the speed of the accelerators."
        ]
        if let one = fast.throughput, let other = slow.throughput {
            let share = [first, second].compactMap(\.promptShare).max() ?? 0
            sentences.append(
                "A “throughput” of \(seconds(one)) tokens/s of \(name(fast)) against \(seconds(other)) of \(name(slow)): up to "
                    + "\(NumberText.percent(share)) of these tokens are the prompt's, which no system wrote.")
        }
        sentences.append(
            "No request failed: it keeps the \(first.requests) and \(second.requests) answers, and does not count what else was "
                + "asked.")
        return sentences
    }
}

extension OriginalReading.Target {
    fileprivate init?(_ target: RunManifest.Target, _ samples: [Sample]) {
        let answered = samples.filter(\.outcome.isSuccess)
        let latencies = answered.compactMap { sample in
            sample.trace.lastToken.map { $0 - (sample.trace.dispatched ?? sample.trace.start) }
        }
        guard let mean = Statistics.mean(latencies) else { return nil }
        let prompts = answered.compactMap { $0.tokens.prompt.map(Double.init) }
        let outputs = answered.compactMap { $0.tokens.completion.map(Double.init) }
        let isCounted = prompts.count == latencies.count && outputs.count == latencies.count
        let total = Statistics.sum(prompts) + Statistics.sum(outputs)
        self.target = target
        requests = answered.count
        self.mean = mean
        median = latencies.sorted()[latencies.count / 2]
        throughput = isCounted ? total / Statistics.sum(latencies) : nil
        promptShare = isCounted && total > 0 ? Statistics.sum(prompts) / total : nil
    }
}

extension OriginalReading: JSONEncodable {
    /// Its figures and its words.
    package var json: JSONValue {
        [
            "targets": .object(
                JSONObject(
                    targets.map { target in
                        (
                            target.target.name,
                            [
                                "requests": .int(target.requests), "mean_latency": .double(target.mean),
                                "upper_median_latency": .double(target.median),
                                "total_tokens_per_second": JSONValue(target.throughput),
                                "prompt_share": JSONValue(target.promptShare),
                            ]
                        )
                    })),
            "ratio_of_means": JSONValue(targets.count == 2 ? targets[0].mean / targets[1].mean : nil),
            "sentences": .array(sentences.map(JSONValue.string)),
        ]
    }
}
