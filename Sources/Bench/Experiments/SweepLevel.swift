public import ALCFJSON

/// How one target did at one load of a sweep.
public struct SweepLevel: Sendable, Hashable {
    /// The load: requests in flight, or requests a second.
    public let load: Double
    /// The target's name.
    public let target: String
    /// Measured requests.
    public let attempts: Int
    /// Those that were answered.
    public let successes: Int
    /// Answered requests a second in the steady window; nil where there is none.
    public let requestThroughput: Double?
    /// Tokens of answers a second in the steady window; nil without a window, or where the service did not count.
    public let outputThroughput: Double?
    /// The median of response latency, what waited in our own queue included; nil below 6 answers.
    public let median: Double?
    /// The 95 % interval of ``median`` by order statistics; nil below 6 answers.
    public let medianInterval: Interval?
    /// Its 95th percentile; nil below 72 answers.
    public let p95: Double?
    /// Its 99th percentile; nil below 368 answers.
    public let p99: Double?
    /// The median time to first token; nil below 6.
    public let timeToFirstToken: Double?
    /// How many were sent more than 10 ms after they were due, or waited for the limit of requests a second.
    public let delayed: Int

    /// The share that failed.
    public var failedShare: Double { attempts > 0 ? Double(attempts - successes) / Double(attempts) : 0 }

    /// One target of a record of one load.
    ///
    /// The steady window lasts from when the load was first reached (the last of the first `inFlight` requests began) to when
    /// the last request began: neither the rise nor the drain counts. Tokens are taken to come evenly between a request's first
    /// and its last.
    public init(_ target: String, load: Double, inFlight: Int, in record: Record) {
        let samples = record.samples.filter { $0.target == target && $0.phase == .measured }
            .sorted { $0.trace.start < $1.trace.start }
        let answered = samples.filter(\.outcome.isSuccess)
        self.load = load
        self.target = target
        attempts = samples.count
        successes = answered.count
        delayed = samples.count { ($0.trace.dispatched ?? $0.trace.scheduled) - $0.trace.scheduled > 0.01 }
        let latencies = answered.compactMap(\.metrics.responseLatency)
        func percentile(_ values: [Double], _ probability: Double) -> Double? {
            guard values.count >= Statistics.minimumCount(forQuantile: probability) else { return nil }
            return Statistics.quantile(values, probability)
        }
        median = percentile(latencies, 0.5)
        medianInterval = Statistics.quantileInterval(latencies, 0.5)
        p95 = percentile(latencies, 0.95)
        p99 = percentile(latencies, 0.99)
        timeToFirstToken = percentile(answered.compactMap(\.metrics.timeToFirstToken), 0.5)
        guard samples.count > inFlight, inFlight >= 1, let last = samples.last?.trace.start,
            samples[inFlight - 1].trace.start < last
        else {
            requestThroughput = nil
            outputThroughput = nil
            return
        }
        let window = samples[inFlight - 1].trace.start...last
        let seconds = window.upperBound - window.lowerBound
        requestThroughput =
            Double(answered.count { $0.lastInstant.map(window.contains) ?? false }) / seconds
        let isCounted = answered.allSatisfy { $0.tokens.completion != nil }
        outputThroughput =
            isCounted
            ? answered.reduce(0) { $0 + Self.tokens(of: $1, in: window) } / seconds : nil
    }

    private static func tokens(of sample: Sample, in window: ClosedRange<Double>) -> Double {
        guard let count = sample.tokens.completion, let first = sample.trace.firstToken,
            let last = sample.trace.lastToken
        else { return 0 }
        guard last > first else { return window.contains(last) ? Double(count) : 0 }
        let inside = min(last, window.upperBound) - max(first, window.lowerBound)
        return Double(count) * max(0, inside) / (last - first)
    }

    /// The load beyond which more load buys little but waiting: where throughput ÷ median latency is largest (Kleinrock's
    /// power, 1979). Nil below three levels with both, and where it still rises at the last one.
    public static func knee(_ levels: [SweepLevel]) -> Double? {
        let powers = levels.compactMap { level -> (load: Double, power: Double)? in
            guard let throughput = level.outputThroughput ?? level.requestThroughput, let median = level.median,
                median > 0
            else { return nil }
            return (level.load, throughput / median)
        }
        guard powers.count >= 3, let knee = powers.max(by: { $0.power < $1.power })?.load, knee != powers.last?.load
        else { return nil }
        return knee
    }
}

extension SweepLevel: JSONEncodable {
    /// As one JSON object; what the number of requests does not support is null.
    public var json: JSONValue {
        [
            "load": .double(load), "target": .string(target), "attempts": .int(attempts),
            "successes": .int(successes), "failed_share": .double(failedShare),
            "requests_per_second": JSONValue(requestThroughput),
            "output_tokens_per_second": JSONValue(outputThroughput), "response_latency_p50": JSONValue(median),
            "response_latency_p50_interval": medianInterval?.json ?? .null,
            "response_latency_p95": JSONValue(p95), "response_latency_p99": JSONValue(p99),
            "ttft_p50": JSONValue(timeToFirstToken), "delayed": .int(delayed),
        ]
    }
}
