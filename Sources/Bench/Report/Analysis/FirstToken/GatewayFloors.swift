import ALCFRecord
import ALCFStatistics

/// The least time of each target's front door over a run, from the probes of the record.
struct GatewayFloors: Sendable {
    /// The number of probes nearest in time of which a floor is the median: one alone may have met a hiccup that no
    /// request met.
    static let nearest = 5

    /// Probes that were answered well, in order of time, by target.
    private let floors: [String: [(at: Double, seconds: Double)]]
    /// Number of probes of each target, and of those without a good answer.
    let counts: [String: (sent: Int, failed: Int)]
    /// The targets in whose probes the kernel knew no round trip: their floors hold one.
    let withNetwork: Set<String>

    init(_ probes: [Probe]) {
        let byTarget = Dictionary(grouping: probes, by: \.target)
        floors = byTarget.mapValues { probes in
            probes.compactMap { probe in probe.floor.map { (at: probe.start, seconds: $0) } }
                .sorted { $0.at < $1.at }
        }
        counts = byTarget.mapValues { probes in (sent: probes.count, failed: probes.count { $0.floor == nil }) }
        withNetwork = Set(
            byTarget.filter { $0.value.contains { $0.floor != nil && $0.networkTime == nil } }.keys)
    }

    /// The 95 % interval of the median of a target's probes; nil for too few. Requests share probes, so that theirs
    /// would be too short.
    func interval(_ target: String) -> Interval? {
        (floors[target]?.map(\.seconds)).flatMap { Distribution($0) }?.medianInterval
    }

    /// Seconds of a target's front door at an instant; nil where it never answered.
    func floor(_ target: String, at instant: Double) -> Double? {
        guard let all = floors[target], !all.isEmpty else { return nil }
        var (low, high) = (0, all.count)
        while low < high {
            let middle = (low + high) / 2
            if all[middle].at < instant { low = middle + 1 } else { high = middle }
        }
        // The window of neighbours whose farther end is nearest.
        var (first, last) = (low, low)
        while last - first < Self.nearest, first > 0 || last < all.count {
            let before = first > 0 ? instant - all[first - 1].at : .infinity
            let after = last < all.count ? all[last].at - instant : .infinity
            if before <= after { first -= 1 } else { last += 1 }
        }
        return Statistics.median(all[first..<last].map(\.seconds))
    }
}
