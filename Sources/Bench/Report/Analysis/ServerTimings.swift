import ALCFJSON
import ALCFRecord

/// A service's own report of its speed, beside the measured one. Durations only, so clocks need not agree.
package struct ServerTimings: Sendable, Hashable {
    /// The service's own total, in seconds.
    package let total: Distribution
    /// Service latency − the service's own total: the way there and back and what lies on it.
    package let difference: Distribution
    /// The service's own time to first token; nil where it says none.
    package let timeToFirstToken: Distribution?

    /// The names under which services report their total, in seconds.
    private static let totals = ["total_latency", "response_time", "total_time"]

    /// The timings of answered requests; nil where fewer than half report any.
    init?(_ samples: [Sample]) {
        let pairs = samples.compactMap { sample -> (own: Double, ours: Double)? in
            guard let timings = sample.serverTimings, let ours = sample[.serviceLatency],
                let own = Self.totals.lazy.compactMap({ timings[$0]?.double }).first, own.isFinite, own >= 0
            else { return nil }
            return (own, ours)
        }
        guard 2 * pairs.count >= samples.count, let total = Distribution(pairs.map(\.own)),
            let difference = Distribution(pairs.map { $0.ours - $0.own })
        else { return nil }
        self.total = total
        self.difference = difference
        timeToFirstToken = Distribution(samples.compactMap { $0.serverTimings?["time_to_first_token"]?.double })
    }
}
