import ALCFStatistics
import ALCFSystem

/// By how much the instrument errs: what it measured, less what the server's own log says. Seconds.
package struct InstrumentError: Sendable, Hashable {
    /// The errors of one figure over many requests.
    package struct Spread: Sendable, Hashable {
        /// Number of requests.
        package fileprivate(set) var count: Int
        /// The median.
        package fileprivate(set) var median: Double
        /// The 99th percentile; of few requests it is nearly the largest.
        package fileprivate(set) var p99: Double
        /// The largest.
        package fileprivate(set) var max: Double

        fileprivate init() { (count, median, p99, max) = (0, 0, 0, 0) }

        /// The spread of values; nil where there are none.
        package init?(_ values: [Double]) {
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
    package private(set) var requests: Int
    /// Requests that failed, or that the server knows nothing of.
    package private(set) var failed: Int
    /// Error of the time to first token.
    package private(set) var firstToken: Spread?
    /// Error of the time to last token, which is the service latency.
    package private(set) var lastToken: Spread?
    /// Error of the time from the first token to the last.
    package private(set) var decoding: Spread?
    /// Error of the time per output token: ``decoding`` over the answer's tokens.
    package private(set) var timePerOutputToken: Spread?
    /// Delays of requests behind the run's own schedule.
    package private(set) var dispatch: Spread?

    private init() { (requests, failed) = (0, 0) }

    /// Holds samples against a log.
    ///
    /// - Parameter samples: of prompts whose identifiers are the numbers of the log.
    package init(_ samples: [Sample], log: [ServerLogEntry]) {
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

extension InstrumentError.Spread: RecordObject {
    /// A spread of nothing.
    package static var blank: InstrumentError.Spread { InstrumentError.Spread() }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("count", &count)
        try members.required("p50", &median)
        try members.required("p99", &p99)
        try members.required("max", &max)
    }
}

extension InstrumentError: RecordObject {
    /// Nothing is known.
    package static var blank: InstrumentError { InstrumentError() }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("requests", &requests)
        try members.required("failed", &failed)
        try members.nullable("ttft", &firstToken)
        try members.nullable("last_token", &lastToken)
        try members.nullable("decoding", &decoding)
        try members.nullable("tpot", &timePerOutputToken)
        try members.nullable("dispatch", &dispatch)
    }
}
