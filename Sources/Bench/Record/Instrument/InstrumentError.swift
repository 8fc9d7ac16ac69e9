public import ALCFJSON
import ALCFStatistics
import ALCFSystem

/// By how much the instrument errs: what it measured, less what the server's own log says. Seconds.
public struct InstrumentError: Sendable, Hashable {
    /// The errors of one figure over many requests.
    public struct Spread: Sendable, Hashable {
        /// Number of requests.
        public let count: Int
        /// The median.
        public let median: Double
        /// The 99th percentile; of few requests it is nearly the largest.
        public let p99: Double
        /// The largest.
        public let max: Double

        /// The spread of values; nil where there are none.
        public init?(_ values: [Double]) {
            guard let median = Statistics.median(values), let p99 = Statistics.quantile(values, 0.99),
                let max = values.max()
            else { return nil }
            count = values.count
            self.median = median
            self.p99 = p99
            self.max = max
        }
    }

    /// Requests that were measured and are in the server's log.
    public let requests: Int
    /// Requests that failed, or that the server knows nothing of.
    public let failed: Int
    /// Error of the time to first token.
    public let firstToken: Spread?
    /// Error of the time to last token, which is the service latency.
    public let lastToken: Spread?
    /// Error of the time from the first token to the last.
    public let decoding: Spread?
    /// Error of the time per output token: ``decoding`` over the answer's tokens.
    public let timePerOutputToken: Spread?
    /// Delays of requests behind the run's own schedule.
    public let dispatch: Spread?

    /// Holds samples against a log.
    ///
    /// - Parameter samples: of prompts whose identifiers are the numbers of the log.
    public init(_ samples: [Sample], log: [ServerLogEntry]) {
        // A prompt that warmed up comes again, and its second time counts.
        let entries = Dictionary(log.map { ($0.number, $0) }) { $0.arrived < $1.arrived ? $1 : $0 }
        var (first, last): ([Double], [Double]) = ([], [])
        var (span, pace): ([Double], [Double]) = ([], [])
        var matched = 0
        let measured = samples.filter { $0.phase == .measured }
        for sample in measured where sample.outcome.isSuccess {
            guard let entry = Int(sample.promptID).flatMap({ entries[$0] }) else { continue }
            matched += 1
            let truth = entry.lastToken.seconds(since: entry.firstToken)
            if let ours = sample[.timeToFirstToken] {
                first.append(ours - entry.firstToken.seconds(since: entry.arrived))
            }
            if let ours = sample[.serviceLatency] {
                last.append(ours - entry.lastToken.seconds(since: entry.arrived))
            }
            if let start = sample.trace.firstToken, let end = sample.trace.lastToken {
                span.append(end - start - truth)
            }
            if let ours = sample[.timePerOutputToken], let tokens = sample.tokens.completion, tokens > 1 {
                pace.append(ours - truth / Double(tokens - 1))
            }
        }
        requests = matched
        failed = measured.count - matched
        firstToken = Spread(first)
        lastToken = Spread(last)
        decoding = Spread(span)
        timePerOutputToken = Spread(pace)
        dispatch = Spread(measured.compactMap { sample in sample.trace.dispatched.map { $0 - sample.trace.scheduled } })
    }
}

extension InstrumentError.Spread: JSONEncodable, JSONDecodable {
    /// One JSON object.
    public var json: JSONValue {
        ["count": .int(count), "p50": JSONValue(median), "p99": JSONValue(p99), "max": JSONValue(max)]
    }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        count = try json.require("count")
        median = try json.require("p50")
        p99 = try json.require("p99")
        max = try json.require("max")
    }
}

extension InstrumentError: JSONEncodable, JSONDecodable {
    /// One JSON object.
    public var json: JSONValue {
        [
            "requests": .int(requests), "failed": .int(failed), "ttft": firstToken?.json ?? .null,
            "last_token": lastToken?.json ?? .null, "decoding": decoding?.json ?? .null,
            "tpot": timePerOutputToken?.json ?? .null,
            "dispatch": dispatch?.json ?? .null,
        ]
    }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        requests = try json.require("requests")
        failed = try json.require("failed")
        firstToken = try json.optional("ttft")
        lastToken = try json.optional("last_token")
        decoding = try json.optional("decoding")
        timePerOutputToken = try json.optional("tpot")
        dispatch = try json.optional("dispatch")
    }
}
