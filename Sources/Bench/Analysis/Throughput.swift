/// When a target was at work, and what it made in that time.
struct Throughput {
    /// Seconds in which at least one request was in flight.
    let busySeconds: Double?
    /// The most requests in flight at once.
    let peak: Int
    /// Output tokens per second in the steady windows; nil at one request at a time, or where too little lies in them.
    let steady: Double?

    /// One stretch of time in which requests were in flight without a pause.
    private struct Turn {
        var start: Double
        var end: Double
        var members: [Int]
    }

    /// Measured requests of one target.
    init(_ samples: [Sample]) {
        let timed = samples.compactMap { sample in
            sample.lastInstant.map { (sample, start: sample.trace.start, end: $0) }
        }
        .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
        var turns: [Turn] = []
        for (index, item) in timed.enumerated() {
            if let last = turns.last, item.start < last.end {
                turns[turns.count - 1].end = max(last.end, item.end)
                turns[turns.count - 1].members.append(index)
            } else {
                turns.append(Turn(start: item.start, end: item.end, members: [index]))
            }
        }
        let busy = turns.reduce(0) { $0 + $1.end - $1.start }
        busySeconds = busy > 0 ? busy : nil

        var inFlight = 0
        var peak = 0
        // At one instant, ends come before starts.
        for (_, change) in timed.flatMap({ [($0.start, 1), ($0.end, -1)] }).sorted(by: { $0 < $1 }) {
            inFlight += change
            peak = max(peak, inFlight)
        }
        self.peak = peak
        steady = peak > 1 ? Self.steady(turns.map { $0.members.map { timed[$0] } }, total: timed.count) : nil
    }

    /// From the first end to the last start of each turn every place is taken, if a new request follows each that ends.
    private static func steady(_ turns: [[(Sample, start: Double, end: Double)]], total: Int) -> Double? {
        var tokens = 0.0
        var seconds = 0.0
        var inside = 0
        for turn in turns {
            guard let first = turn.map(\.end).min(), let last = turn.map(\.start).max(), last > first else { continue }
            seconds += last - first
            for (sample, start, end) in turn where sample.outcome.isSuccess {
                guard let count = sample.tokens.completion else { return nil }
                let (from, to) = (sample.trace.firstToken ?? start, sample.trace.lastToken ?? end)
                let overlap = min(to, last) - max(from, first)
                if to > from {
                    tokens += Double(count) * max(0, overlap) / (to - from)
                } else if first <= to, to <= last {
                    tokens += Double(count)
                }
                if first <= to, to <= last { inside += 1 }
            }
        }
        return seconds > 0 && inside >= 10 && 3 * inside >= total ? tokens / seconds : nil
    }
}
