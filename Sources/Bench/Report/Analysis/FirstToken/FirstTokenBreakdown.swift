import ALCFRecord
import ALCFStatistics

/// The parts of the wait for the first token of one target: means over its answered requests.
///
/// Means, since the means of parts sum to the mean of the whole, and medians do not.
struct FirstTokenBreakdown: Sendable {
    /// A mean, with the interval that its requests allow.
    struct Mean: Sendable, Hashable {
        /// The mean, in seconds. A request of which the part was not measured counts with 0: it is inside the rest.
        let seconds: Double
        /// The 95 % interval, robust to what requests share; of the gateway, that of the probes' median. Nil for too
        /// few.
        let interval: Interval?
        /// Number of requests of which it was measured.
        let measured: Int
    }

    /// The target.
    let target: RunManifest.Target
    /// Number of requests.
    let requests: Int
    /// Whether the wait is that for the first token of a stream: else for the whole answer.
    let isStreamed: Bool
    /// Each part; of those that were measured of no request there is none.
    let parts: [FirstTokenPart: Mean]
    /// The sum of the ``FirstTokenPart/waiting`` parts.
    let wait: Mean
    /// Number of requests in which what was measured was more than the wait.
    let cut: Int
    /// Number of packets that were sent again; nil where the kernel does not tell.
    let retransmissions: Int?
    /// Number of probes, and of those without a good answer.
    let probes: (sent: Int, failed: Int)
    /// Whether the gateway's part holds a round trip that could not be told from it.
    let isGatewayWithNetwork: Bool

    /// The breakdown of a target; nil where nothing of the wait was measured but the whole.
    ///
    /// - Parameter samples: of all targets.
    init?(_ target: RunManifest.Target, samples: [Sample], floors: GatewayFloors) {
        let own = samples.filter { $0.target == target.name && $0.phase == .measured && $0.outcome.isSuccess }
            .sorted { $0.sequence < $1.sequence }
        let holdsNetwork = floors.withNetwork.contains(target.name)
        let all = own.map { sample in
            FirstTokenParts(
                sample, floor: floors.floor(target.name, at: sample.trace.start), isBeyondNetwork: !holdsNetwork)
        }
        let isStreamed = 2 * all.count { $0?.isStreamed == true } >= all.count { $0 != nil }
        let places = all.indices.filter { all[$0]?.isStreamed == isStreamed }
        let split = places.compactMap { all[$0] }
        let measurable: [FirstTokenPart] = [.network, .gateway, .accelerator]
        guard split.contains(where: { parts in measurable.contains { parts.seconds[$0] != nil } }) else { return nil }
        let dependence = Dependence(own, in: samples)?.at(places)
        func mean(_ values: [Double], measured: Int, within known: Interval?? = nil) -> Mean {
            let interval = known ?? dependence.flatMap { RobustMean(values, $0) }?.interval()
            return Mean(
                seconds: Statistics.mean(values) ?? 0,
                interval: interval.map { Interval(lower: max(0, $0.lower), upper: $0.upper, level: $0.level) },
                measured: measured)
        }
        let parts: [FirstTokenPart: Mean] = FirstTokenPart.allCases.reduce(into: [:]) { means, part in
            let measured = split.count { $0.seconds[part] != nil }
            guard measured > 0 else { return }
            let shared: Interval?? = part == .gateway ? .some(floors.interval(target.name)) : nil
            means[part] = mean(split.map { $0[part] }, measured: measured, within: shared)
        }
        self.parts = parts
        self.target = target
        self.isStreamed = isStreamed
        requests = split.count
        wait = mean(split.map(\.wait), measured: split.count)
        cut = split.count(where: \.isCut)
        let again = places.compactMap { own[$0].trace.retransmissions }
        retransmissions = again.isEmpty ? nil : again.reduce(0, +)
        probes = floors.counts[target.name] ?? (0, 0)
        isGatewayWithNetwork = parts[.gateway] != nil && holdsNetwork && parts[.network] == nil
    }

    /// Whether a part is inside the rest of at least one request.
    func isInRest(_ part: FirstTokenPart) -> Bool { (parts[part]?.measured ?? 0) < requests }

    /// Seconds of a part's mean; 0 for none.
    subscript(part: FirstTokenPart) -> Double { parts[part]?.seconds ?? 0 }
}

extension FirstTokenBreakdown {
    /// The breakdowns of the targets of which something was measured, in the order of the manifest.
    static func all(_ record: Record) -> [FirstTokenBreakdown] {
        let floors = GatewayFloors(record.probes)
        return record.manifest.targets.compactMap {
            FirstTokenBreakdown($0, samples: record.samples, floors: floors)
        }
    }
}
