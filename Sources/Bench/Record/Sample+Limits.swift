extension Sample {
    /// The limits on a request's values: far above all real ones, and low enough to be added up without overflow.
    ///
    /// A record or another tool's file that holds more was damaged, or made to do harm.
    package enum Limits {
        /// Tokens, events and reads.
        package static let counts = 0...1 << 40
        /// Numbers of requests, runs, blocks and places.
        static let ordinals = 0...1_000_000_000
        /// Seconds from the run's anchor, or of a part of a request: some three hundred years.
        package static let seconds = -1e10...1e10
    }

    /// Leaves out counts and instants that no request can have. False where even its start is one of these.
    package mutating func removeImpossible() -> Bool { fields.removeImpossible() }
}

extension Sample.Fields {
    fileprivate mutating func removeImpossible() -> Bool {
        for path in [
            \Sample.Fields.tokens.prompt, \.tokens.completion, \.tokens.total, \.tokens.reasoning, \.tokens.cached,
        ] {
            if let count = self[keyPath: path], !Sample.Limits.counts.contains(count) { self[keyPath: path] = nil }
        }
        for path in RequestTimeline.optionalInstants + [\.dns, \.connect, \.tls, \.largestGap] {
            if let seconds = trace[keyPath: path], !Sample.Limits.seconds.contains(seconds) {
                trace[keyPath: path] = nil
            }
        }
        for path in [\RequestTimeline.events, \.tokenEvents, \.tokenReads, \.largestBurst, \.firstBurst]
        where !Sample.Limits.counts.contains(trace[keyPath: path]) {
            trace[keyPath: path] = 0
        }
        if !Sample.Limits.seconds.contains(trace.scheduled) { trace.scheduled = trace.start }
        return Sample.Limits.seconds.contains(trace.start) && Sample.Limits.ordinals.contains(run)
    }
}

extension RequestTimeline {
    /// The instants that may not have happened.
    package static var optionalInstants: [WritableKeyPath<RequestTimeline, Double?>] {
        [\.dispatched, \.sent, \.firstByte, \.firstEvent, \.firstToken, \.firstAnswer, \.lastToken, \.end]
    }
}
