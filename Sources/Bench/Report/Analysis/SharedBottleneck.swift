import ALCFJSON
import ALCFRecord

/// Whether targets that were loaded at the same time may have taken capacity from each other.
struct SharedBottleneck {
    /// Pairs of labels that are reached at one address.
    private let neighbours: [String]
    /// Targets whose latency rises with another's load.
    private let coupled: [String]

    /// Whether it shows that they share something; otherwise it is only not excluded.
    var isShown: Bool { !neighbours.isEmpty || !coupled.isEmpty }

    /// Evidence, in a clause.
    var detail: String {
        let seen = neighbours + coupled
        return seen.isEmpty
            ? "loaded at the same time, at different addresses; it is not known whether they share anything else"
            : seen.joined(separator: "; ")
    }

    /// Nil where the targets took turns, or were asked one request at a time.
    init?(_ record: Record, _ targets: [TargetSummary]) {
        let design = record.manifest.design
        guard targets.count > 1, design.isBothAtOnce == true,
            design.rate != nil || (design.concurrency ?? 1) > 1
        else { return nil }
        let measured = targets.map { target in
            record.samples.filter { $0.target == target.target.name && $0.phase == .measured }
        }
        var neighbours: [String] = []
        var coupled: [String] = []
        for first in targets.indices {
            for second in targets.indices where second != first {
                let (one, other) = (targets[first].target, targets[second].target)
                if first < second, let place = Self.sharedPlace(one, other, measured[first] + measured[second]) {
                    neighbours.append("\(one.label) and \(other.label) are both reached at \(place)")
                }
                if Self.rises(measured[first], with: measured[second]) {
                    coupled.append("\(one.label)'s latency rises with \(other.label)'s requests in flight")
                }
            }
        }
        self.neighbours = neighbours
        self.coupled = coupled
    }

    /// Scheme, host and port, or the address on the wire, where it is one for both.
    private static func sharedPlace(
        _ one: RunManifest.Target, _ other: RunManifest.Target, _ samples: [Sample]
    ) -> String? {
        func authority(_ url: String) -> Substring? {
            let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
            return parts.count > 1 && url.contains("://") ? parts[1] : nil
        }
        if let place = authority(one.url), place == authority(other.url) { return String(place) }
        func ports(_ url: String) -> Substring? { authority(url)?.split(separator: ":").dropFirst().last }
        func addresses(_ target: RunManifest.Target) -> Set<String> {
            Set(samples.filter { $0.target == target.name }.compactMap(\.trace.remoteAddress))
        }
        guard ports(one.url) == ports(other.url) else { return nil }
        return addresses(one).intersection(addresses(other)).min()
    }

    /// Whether latencies of one target rise with the number of the other's requests that were in flight meanwhile:
    /// Kendall's test, at one in a thousand.
    static func rises(_ own: [Sample], with others: [Sample]) -> Bool {
        let times = others.compactMap { sample in sample.lastInstant.map { (sample.trace.start, $0) } }
        var points = own.filter(\.outcome.isSuccess).compactMap { sample -> (load: Double, latency: Double)? in
            guard let latency = sample[.serviceLatency], latency > 0 else { return nil }
            let (start, end) = (sample.trace.start, sample.trace.start + latency)
            let together = times.reduce(0.0) { $0 + max(0, min(end, $1.1) - max(start, $1.0)) }
            return (together / latency, latency)
        }
        guard points.count >= 20 else { return false }
        let stride = (points.count + 999) / 1_000
        points = points.indices.filter { $0 % stride == 0 }.map { points[$0] }
        var sum = 0
        for (index, one) in points.enumerated() {
            for other in points[(index + 1)...] {
                let (load, latency) = (other.load - one.load, other.latency - one.latency)
                sum += load * latency > 0 ? 1 : load * latency < 0 ? -1 : 0
            }
        }
        let n = Double(points.count)
        return Double(sum - 1) / (n * (n - 1) * (2 * n + 5) / 18).squareRoot() > 3.09
    }
}
