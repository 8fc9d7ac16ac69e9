public import ALCFJSON
import ALCFStatistics
package import ALCFSystem

/// The lags of the instrument over all of a run and stretch by stretch, in seconds.
public struct LagCourse: Sendable, Hashable {
    /// Number of lags.
    public let count: Int
    /// Their mean.
    public let mean: Double
    /// Their 99th percentile; nil where single lags are not known.
    public let p99: Double?
    /// The largest lag, or the largest mean of a stretch where single ones are not known.
    public let max: Double
    /// Length of a stretch.
    public let stretchSeconds: Double
    /// The mean lag in each stretch, in order.
    public let stretches: [Double]

    /// Maximum number of stretches.
    package static let mostStretches = 512

    /// The course of lags that were taken at equal distances of time; nil where there are none.
    public init?(lags: [Double], gap: Double) {
        guard let mean = Statistics.mean(lags), let max = lags.max(), gap > 0 else { return nil }
        let seconds = Swift.max(1, gap * Double(lags.count) / Double(Self.mostStretches))
        let length = Swift.max(1, Int(clamping: (seconds / gap).rounded(.up)))
        // What is left over at the end is too short to speak for itself.
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

extension LagCourse: JSONEncodable, JSONDecodable {
    /// One JSON object; stretches to the microsecond.
    public var json: JSONValue {
        [
            "count": .int(count), "mean": JSONValue(mean), "p99": JSONValue(p99), "max": JSONValue(max),
            "stretch_seconds": JSONValue(stretchSeconds),
            "stretches": .array(stretches.map { .double(($0 * 1e6).rounded() / 1e6) }),
        ]
    }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        count = try json.require("count")
        mean = try json.require("mean")
        p99 = try json.optional("p99")
        max = try json.require("max")
        stretchSeconds = try json.require("stretch_seconds")
        stretches = try json.require("stretches")
    }
}
