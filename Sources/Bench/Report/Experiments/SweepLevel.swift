package import ALCFJSON
package import ALCFRecord
package import ALCFStatistics
import ALCFSystem

/// The results of one target at one load of a sweep.
package struct SweepLevel: Sendable, Hashable {
    /// The load: requests in flight, or requests a second.
    package let load: Double
    /// The target's name.
    package let target: String
    /// Measured requests.
    package let attempts: Int
    /// Those that were answered.
    package let successes: Int
    /// Answered requests a second in the steady window; nil where there is none.
    package let requestThroughput: Double?
    /// Tokens of answers a second in the steady window; nil without a window, or where the service did not count.
    package let outputThroughput: Double?
    /// The median of response latency, what waited in our own queue included; nil below 6 answers.
    package let median: Double?
    /// The 95 % interval of ``median`` by order statistics; nil below 6 answers.
    package let medianInterval: Interval?
    /// Its 95th percentile; nil below 72 answers.
    package let p95: Double?
    /// Its 99th percentile; nil below 368 answers.
    package let p99: Double?
    /// Response latency over every attempt, failures as slowest; nil without any.
    package let attempted: AttemptDistribution?
    /// The median time to first token; nil below 6.
    package let timeToFirstToken: Double?
    /// The median time to the first token of the answer proper; nil below 6.
    package let timeToFirstAnswer: Double?
    /// Kinds of first tokens, with counts.
    package let firstTokens: FirstTokens.Kinds
    /// Number of requests sent more than 10 ms after they were due, or delayed by the limit of requests per second.
    package let delayed: Int

    /// The share that failed.
    package var failedShare: Double { attempts > 0 ? Double(attempts - successes) / Double(attempts) : 0 }

    /// One target of a record of one load.
    ///
    /// The steady window lasts from when the load was first reached (the last of the first `inFlight` requests began)
    /// to when the last request began: neither the rise nor the drain counts. Tokens that were seen are taken to come
    /// evenly between a request's first and its last, others before the first.
    package init(_ target: String, load: Double, inFlight: Int, in record: Record) {
        let samples = record.samples.filter { $0.target == target && $0.phase == .measured }
            .sorted { $0.trace.start < $1.trace.start }
        let answered = samples.filter(\.outcome.isSuccess)
        self.load = load
        self.target = target
        attempts = samples.count
        successes = answered.count
        delayed = samples.count { ($0.trace.dispatched ?? $0.trace.scheduled) - $0.trace.scheduled > 0.01 }
        let latencies = answered.compactMap { $0[.responseLatency] }
        func percentile(_ values: [Double], _ probability: Double) -> Double? {
            guard values.count >= Statistics.minimumCount(forQuantile: probability) else { return nil }
            return Statistics.quantile(values, probability)
        }
        attempted = AttemptDistribution(
            answered: latencies,
            waits: samples.filter { !$0.outcome.isSuccess }.map { sample in
                sample.trace.end.map { max(0, $0 - sample.trace.scheduled) }
            })
        median = percentile(latencies, 0.5)
        medianInterval = Statistics.quantileInterval(latencies, 0.5)
        p95 = percentile(latencies, 0.95)
        p99 = percentile(latencies, 0.99)
        timeToFirstToken = percentile(answered.compactMap { $0[.timeToFirstToken] }, 0.5)
        timeToFirstAnswer = percentile(answered.compactMap { $0[.timeToFirstAnswer] }, 0.5)
        firstTokens = FirstTokens.Kinds(answered)
        guard samples.count > inFlight, inFlight >= 1, let last = samples.last?.trace.start,
            samples[inFlight - 1].trace.start < last
        else {
            requestThroughput = nil
            outputThroughput = nil
            return
        }
        let window = samples[inFlight - 1].trace.start...last
        let seconds = window.upperBound - window.lowerBound
        let peak = LoadWindow(samples, of: samples, LoadPeriods()).peak
        let requests = Double(answered.count { $0.lastInstant.map(window.contains) ?? false }) / seconds
        let spent = Statistics.sum(answered.compactMap { $0[.serviceLatency] })
        // Beyond what Little's law allows, the window was too short to say anything.
        requestThroughput =
            spent > 0 && requests <= LoadWindow.tolerance * Double(peak * answered.count) / spent ? requests : nil
        let delivered = answered.map { $0.tokensDelivered(in: window) }
        let tokens = Statistics.sum(delivered.compactMap(\.self)) / seconds
        outputThroughput =
            LoadWindow.bound(samples, peak: peak).flatMap { bound in
                !delivered.contains(nil) && tokens <= LoadWindow.tolerance * bound ? tokens : nil
            }
    }

    /// The load beyond which more load buys little but waiting: where throughput ÷ median latency is largest
    /// (Kleinrock's power, 1979), failures being slower than any answer. Nil below three levels with both, and where it
    /// still rises at the last one.
    package static func knee(_ levels: [SweepLevel]) -> Double? {
        let powers = levels.compactMap { level -> (load: Double, power: Double)? in
            guard let throughput = level.outputThroughput ?? level.requestThroughput, level.median != nil,
                let median = level.attempted?.median, median > 0
            else { return nil }
            return (level.load, throughput / median)
        }
        guard powers.count >= 3, let knee = powers.max(by: { $0.power < $1.power })?.load, knee != powers.last?.load
        else { return nil }
        return knee
    }
}

extension SweepLevel: JSONEncodable {
    /// One JSON object; figures that need more requests are null.
    package var json: JSONValue {
        [
            "load": .double(load), "target": .string(target), "attempts": .int(attempts),
            "successes": .int(successes), "failed_share": .double(failedShare),
            "requests_per_second": JSONValue(requestThroughput),
            "output_tokens_per_second": JSONValue(outputThroughput), "response_latency_p50": JSONValue(median),
            "response_latency_p50_interval": medianInterval?.json ?? .null,
            "response_latency_p95": JSONValue(p95), "response_latency_p99": JSONValue(p99),
            "response_latency_failures_as_slowest": attempted?.json ?? .null,
            "ttft_p50": JSONValue(timeToFirstToken), "ttfa_p50": JSONValue(timeToFirstAnswer),
            "first_outputs": .object(
                JSONObject(
                    FirstOutput.allCases.compactMap { kind in
                        firstTokens.counts[kind].map { (kind.rawValue, JSONValue.int($0)) }
                    })), "delayed": .int(delayed),
        ]
    }
}

extension SweepLevel {
    /// The levels of all targets as a table of a report.
    ///
    /// - Parameters:
    ///   - targets: their names, and what to call them.
    ///   - isRate: whether a load is requests a second, not requests in flight.
    package static func table(
        _ levels: [SweepLevel], targets: [(name: String, label: String)], isRate: Bool
    ) -> Report.Table {
        let isApart = hasEarlierOutput(levels)
        let hasFailures = levels.contains { $0.successes < $0.attempts }
        func attempted(_ value: Double?) -> Report.Cell {
            Report.Cell(NumberText.open(value))
        }
        let rows = targets.flatMap { target in
            levels.filter { $0.target == target.name }.map { level in
                Report.Row(
                    label: "\(target.label), \(NumberText.plain(level.load))" + (isRate ? "/s" : ""),
                    cells: [
                        Report.Cell("\(level.successes)/\(level.attempts)"),
                        Report.Cell(NumberText.significant(level.requestThroughput)),
                        Report.Cell(NumberText.significant(level.outputThroughput)),
                        Report.Cell(NumberText.significant(level.median)),
                        Report.Cell(NumberText.significant(level.p95)),
                        Report.Cell(NumberText.significant(level.p99)),
                        Report.Cell(NumberText.significant(level.timeToFirstToken)),
                    ]
                        + (hasFailures
                            ? [
                                attempted(level.median == nil ? nil : level.attempted?.median),
                                attempted(level.attempted?.p95),
                            ] : [])
                        + (isApart ? [Report.Cell(NumberText.significant(level.timeToFirstAnswer))] : [])
                        + [Report.Cell(String(level.delayed))])
            }
        }
        return Report.Table(
            title: isRate ? "Requests a second" : "Requests in flight",
            columns: ["answered", "requests/s", "tokens/s", "p50 s", "p95 s", "p99 s", "first token p50 s"]
                + (hasFailures ? ["p50 s, failures as slowest", "p95 s, failures as slowest"] : [])
                + (isApart ? ["first answer p50 s"] : []) + ["delayed"], rows: rows)
    }

    /// Whether first answer tokens are not first tokens anywhere.
    static func hasEarlierOutput(_ levels: [SweepLevel]) -> Bool {
        levels.contains { level in level.firstTokens.counts.contains { $0.key != .answer } }
    }

    /// Returns a note that first tokens differ in kind; nil if they do not.
    package static func firstTokensNote(_ levels: [SweepLevel], targets: [(name: String, label: String)]) -> String? {
        let kinds = levels.filter { $0.firstTokens.total > 0 }
        guard !FirstTokens.areAlike(kinds.map(\.firstTokens)) else { return nil }
        let words = targets.compactMap { target -> String? in
            let own = kinds.filter { $0.target == target.name }
            guard !own.isEmpty else { return nil }
            return "\(target.label) " + Report.list(Array(Set(own.map(\.firstTokens.word))).sorted())
        }
        return "First tokens differ in kind (\(words.joined(separator: ", "))): compare first answer tokens."
    }
}
