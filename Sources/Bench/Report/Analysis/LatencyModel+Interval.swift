import ALCFStatistics
import ALCFSystem

extension LatencyModel {
    /// The 95 % interval of ``fixedSeconds``: requests resampled and the line refitted by Theil's incomplete method,
    /// the prompt's slope kept as it is. Nil where too few of the resampled lines exist.
    static func fixedInterval(
        _ points: [Point], fixed: Double, promptSlope: Double, resamples: Int, seed: UInt64 = 1
    ) -> Interval? {
        let reduced = points.map { (x: Double($0.tokens), y: $0.seconds - promptSlope * Double($0.prompt ?? 0)) }
        guard let observed = TheilSen.incomplete(reduced)?.intercept else { return nil }
        // Many requests take long to resample, and their interval is narrow anyway.
        let resamples = max(min(200, resamples), min(resamples, 2_000_000 / max(1, points.count)))
        var generator = SplitMix64(seed: seed)
        var draws: [Double] = []
        draws.reserveCapacity(resamples)
        for _ in 0..<resamples {
            if let line = TheilSen.incomplete(resampled(reduced, &generator)) { draws.append(line.intercept) }
        }
        guard draws.count * 100 >= resamples * 97 else { return nil }
        draws.sort()
        // The quick line that is resampled is not quite the full one: its interval is moved to stand around that.
        let shift = fixed - observed
        return Interval(
            lower: shift + Statistics.quantile(sorted: draws, 0.025),
            upper: shift + Statistics.quantile(sorted: draws, 0.975))
    }

    /// Returns as many points drawn with replacement, still sorted.
    static func resampled(
        _ points: [(x: Double, y: Double)], _ generator: inout SplitMix64
    ) -> [(x: Double, y: Double)] {
        var weights = [Int](repeating: 0, count: points.count)
        for _ in points.indices { weights[generator.below(points.count)] += 1 }
        var result: [(x: Double, y: Double)] = []
        result.reserveCapacity(points.count)
        for (index, weight) in weights.enumerated() {
            for _ in 0..<weight { result.append(points[index]) }
        }
        return result
    }
}
