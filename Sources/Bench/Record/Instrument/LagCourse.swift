import ALCFStatistics
package import ALCFSystem

/// The lags of the instrument over all of a run and stretch by stretch, in seconds.
package struct LagCourse: Sendable, Hashable {
    /// Number of lags.
    package private(set) var count: Int
    /// Their mean.
    package private(set) var mean: Double
    /// Their 99th percentile; nil where single lags are not known.
    package private(set) var p99: Double?
    /// The largest lag, or the largest mean of a stretch where single ones are not known.
    package private(set) var max: Double
    /// Length of a stretch.
    package private(set) var stretchSeconds: Double
    /// The mean lag in each stretch, in order.
    package private(set) var stretches: [Double]

    /// Maximum number of stretches.
    package static let mostStretches = 512

    private init() {
        (count, mean, p99, max, stretchSeconds, stretches) = (0, 0, nil, 0, 0, [])
    }

    /// The course of lags that were taken at equal distances of time; nil where there are none.
    package init?(lags: [Double], gap: Double) {
        guard let mean = Statistics.mean(lags), let max = lags.max(), gap > 0 else { return nil }
        let seconds = Swift.max(1, gap * Double(lags.count) / Double(Self.mostStretches))
        let length = Swift.max(1, Int(clamping: (seconds / gap).rounded(.up)))
        // The remainder at the end is too short to be judged by itself.
        let whole = Swift.max(1, lags.count / length)
        stretches = (0..<whole).compactMap { number in
            Statistics.mean(Array(lags[number * length..<(number == whole - 1 ? lags.count : (number + 1) * length)]))
        }
        count = lags.count
        self.mean = mean
        p99 = Statistics.quantile(lags, 0.99)
        self.max = max
        stretchSeconds = gap * Double(length)
    }

    /// The course of waits for a processor, a wait of all threads for each stretch; nil where there are no turns.
    package init?(waits: [RunQueueReading.Wait], stretchSeconds: Double) {
        let turns = waits.reduce(0) { $0 + $1.turns }
        stretches = waits.filter { $0.turns > 0 }.map { $0.seconds / Double($0.turns) }
        guard turns > 0, let max = stretches.max() else { return nil }
        count = turns
        mean = waits.reduce(0) { $0 + $1.seconds } / Double(turns)
        p99 = nil
        self.max = max
        self.stretchSeconds = stretchSeconds
    }
}

extension LagCourse: RecordObject {
    /// A course of nothing.
    package static var blank: LagCourse { LagCourse() }

    /// Its members; stretches to the microsecond.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("count", &count)
        try members.required("mean", &mean)
        try members.nullable("p99", &p99)
        try members.required("max", &max)
        try members.required("stretch_seconds", &stretchSeconds)
        if Visitor.isWriter { stretches = stretches.map { ($0 * 1e6).rounded() / 1e6 } }
        try members.required("stretches", &stretches)
    }
}
