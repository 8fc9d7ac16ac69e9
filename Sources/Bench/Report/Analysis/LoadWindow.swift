import ALCFRecord
import ALCFStatistics

/// The times when a target was at work, and its output in them.
struct LoadWindow {
    /// Seconds in which at least one request was in flight.
    let busySeconds: Double?
    /// The most requests in flight at once.
    let peak: Int
    /// Output tokens per second in the steady windows: see ``steady(_:total:)``. Nil at one request at a time, where
    /// too little lies in them, and beyond ``bound``.
    let steady: Double?
    /// The most that Little's law allows: ``peak`` · Σ tokens ÷ Σ latency; nil without counts.
    let bound: Double?

    /// Largest ratio of ``steady`` to ``bound`` that a window's chance may cause.
    static let tolerance = 1.05

    /// Measured requests of one target.
    ///
    /// - Parameters:
    ///   - all: the requests of all targets, which end each other's turns.
    ///   - periods: what tells the turns.
    init(_ samples: [Sample], of all: [Sample], _ periods: LoadPeriods) {
        let timed = samples.compactMap { sample in sample.lastInstant.map { (start: sample.trace.start, end: $0) } }
            .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
        var busy = 0.0
        var reached = -Double.infinity
        for item in timed {
            busy += max(0, item.end - max(item.start, reached))
            reached = max(reached, item.end)
        }
        busySeconds = busy > 0 ? busy : nil

        let peak = InFlight.peak(starts: timed.map(\.start), ends: timed.map(\.end))
        self.peak = peak
        let bound = Self.bound(samples, peak: peak)
        self.bound = bound
        guard peak > 1, !periods.areMixed, let target = samples.first?.target, let bound,
            let steady = Self.steady(periods.turns(of: target, in: all), total: samples.count),
            steady <= Self.tolerance * bound
        else {
            self.steady = nil
            return
        }
        self.steady = steady
    }

    /// Tokens per second of `peak` requests in flight, by Little's law (1961); nil where not every answer has a count.
    static func bound(_ samples: [Sample], peak: Int) -> Double? {
        let answered = samples.filter(\.outcome.isSuccess)
        let counts = answered.compactMap { $0.tokens.made.map(Double.init) }
        let latencies = answered.compactMap { $0[.serviceLatency] }
        let seconds = Statistics.sum(latencies)
        guard counts.count == answered.count, latencies.count == answered.count, seconds > 0 else { return nil }
        return Double(peak) * Statistics.sum(counts) / seconds
    }

    /// Returns the tokens delivered in a window of each turn ÷ the length of these windows: from the first end to the
    /// last start, in which every place is taken if a new request follows each that ends, and idle time of an open loop
    /// counts like any other. A turn whose window is shorter than half of its requests has no steady part.
    private static func steady(_ turns: [[Sample]], total: Int) -> Double? {
        var tokens = 0.0
        var seconds = 0.0
        var inside = 0
        for turn in turns {
            guard let first = turn.compactMap(\.lastInstant).min(), let last = turn.map(\.trace.start).max(),
                let typical = Statistics.median(
                    turn.compactMap { sample in sample.lastInstant.map { $0 - sample.trace.start } }),
                last > first, last - first >= typical
            else { continue }
            seconds += last - first
            for sample in turn where sample.outcome.isSuccess {
                guard let delivered = sample.tokensDelivered(in: first...last) else { return nil }
                tokens += delivered
                if let end = sample.trace.lastToken, first < end, end <= last { inside += 1 }
            }
        }
        return seconds > 0 && inside >= 10 && 3 * inside >= total ? tokens / seconds : nil
    }
}

extension Sample {
    /// The output tokens that fall into a window: those that were seen evenly from the first to the last, those that
    /// were not evenly before the first. Nil without a count.
    func tokensDelivered(in window: ClosedRange<Double>) -> Double? {
        guard let all = tokens.made else { return nil }
        guard let last = trace.lastToken else { return 0 }
        let first = trace.streamed ? trace.firstToken ?? last : last
        let seen = trace.streamed ? seenTokens ?? all : all
        func part(_ count: Int, _ from: Double, _ to: Double) -> Double {
            guard to > from else { return window.lowerBound < to && to <= window.upperBound ? Double(count) : 0 }
            return Double(count) * max(0, min(to, window.upperBound) - max(from, window.lowerBound)) / (to - from)
        }
        return part(seen, first, last) + (all > seen ? part(all - seen, trace.start, first) : 0)
    }
}
