import ALCFStatistics
import ALCFSystem
import Glibc

/// Simulated studies with a known truth: sessions whose true ratio varies from one to the next, and how often the
/// interval over sessions holds the ratio that they vary about, and that of the next session what it measures.
///
/// The requests of a session are those of a ``CoverageStudy``: skewed latencies, and passages that favour a target.
package struct SessionStudy: Sendable {
    /// Sessions that vary so much, and so many of them.
    package struct Setting: Sendable, Hashable {
        /// τ: the standard deviation of the sessions' true ln ratios.
        package let deviation: Double
        /// Sessions of a study.
        package let sessions: Int
    }

    /// Results for one setting.
    package struct Row: Sendable, Hashable {
        /// Its setting.
        package let setting: Setting
        /// Share of 95 % intervals over sessions that hold the true ratio.
        package let held: Double
        /// Share of intervals of the next session that hold what it measures.
        package let next: Double
        /// The same of the interval of the next session's true ratio (``RandomEffects/nextTruth(level:)``), which no
        /// report shows.
        package let nextTruth: Double
        /// Share of intervals of τ that hold it.
        package let spread: Double
        /// Share of intervals that hold the true ratio where the sessions' pairs are pooled as if of one run.
        package let pooled: Double
        /// Share of studies of two equal targets in which one is called faster, after Holm's correction over the four
        /// declared tests.
        package let falseClaims: Double
        /// The same of pooled pairs.
        package let pooledFalseClaims: Double
    }

    /// τ of 0, 5, 10 and 30 %, with 5, 8, 12 and 20 sessions.
    package static let settings = [0, 0.05, 0.1, 0.3].flatMap { deviation in
        [5, 8, 12, 20].map { Setting(deviation: deviation, sessions: $0) }
    }

    private var draws: CoverageStudy
    private var generator: SplitMix64
    private let prompts = 30
    private let passages = 15

    /// A study decided by its seed.
    package init(seed: UInt64) {
        draws = CoverageStudy(seed: seed)
        generator = SplitMix64(seed: seed ^ 0x5E55_1045)
    }

    private struct Drawn {
        let estimate: SessionEstimate
        let truth: Double
        let logarithms: [Double]
    }

    private mutating func session(_ mean: Double, _ deviation: Double) -> Drawn? {
        let truth = mean + deviation * generator.normal()
        let pairs = draws.latencies(prompts: prompts, passages: passages, ratio: exp(truth))
        let logarithms = pairs.map { log($0.first / $0.second) }
        // The law that a report takes of a session (``GeometricRatio/clusteredLaw``), without what it does not need.
        let groups = RatioComparison.Pair.dependent(pairs).map { $0.map { log($0.first / $0.second) } }
        guard let found = ClusteredMean(groups),
            let estimate = SessionEstimate(found.mean, standardError: found.standardError, degrees: found.degrees)
        else { return nil }
        return Drawn(estimate: estimate, truth: truth, logarithms: logarithms)
    }

    private mutating func sessions(_ count: Int, _ mean: Double, _ deviation: Double) -> [Drawn] {
        (0..<count).compactMap { _ in session(mean, deviation) }
    }

    private static func pooled(_ sessions: [Drawn]) -> GeometricRatio? {
        GeometricRatio(clusteredLogs: sessions.flatMap { $0.logarithms.map { [$0] } })
    }

    /// Simulates studies of one setting.
    package mutating func run(_ setting: Setting, studies: Int) -> Row {
        var held = (mean: 0, next: 0, nextTruth: 0, spread: 0, pooled: 0, claims: 0, pooledClaims: 0)
        let truth = log(1.3)
        for _ in 0..<studies {
            let drawn = sessions(setting.sessions, truth, setting.deviation)
            guard let combined = RandomEffects(drawn.map(\.estimate)), let after = session(truth, setting.deviation)
            else { continue }
            if combined.interval()?.contains(truth) == true { held.mean += 1 }
            if combined.next()?.contains(after.estimate.value) == true { held.next += 1 }
            if combined.nextTruth()?.contains(after.truth) == true { held.nextTruth += 1 }
            if combined.deviationInterval.contains(setting.deviation) { held.spread += 1 }
            if Self.pooled(drawn)?.interval.contains(exp(truth)) == true { held.pooled += 1 }
            // Two equal targets: latency and first token; both always answer, and equally well.
            let equal = (0..<2).map { _ in sessions(setting.sessions, 0, setting.deviation) }
            let p = equal.map { RandomEffects($0.map(\.estimate))?.pValue ?? 1 }
            if Holm.adjusted(p + [1, 1]).contains(where: { $0 < ClaimFamily.errorRate }) { held.claims += 1 }
            let merged = equal.map { Self.pooled($0)?.pValue ?? 1 }
            if Holm.adjusted(merged + [1, 1]).contains(where: { $0 < ClaimFamily.errorRate }) {
                held.pooledClaims += 1
            }
        }
        func share(_ count: Int) -> Double { Double(count) / Double(max(1, studies)) }
        return Row(
            setting: setting, held: share(held.mean), next: share(held.next), nextTruth: share(held.nextTruth),
            spread: share(held.spread), pooled: share(held.pooled), falseClaims: share(held.claims),
            pooledFalseClaims: share(held.pooledClaims))
    }

    /// Whether a row is as it should be, up to the chance that so few studies leave: both intervals in 93 to 97 % (more
    /// where sessions do not differ, as no interval may be shorter than the fixed-effect one), and less than 5 % of
    /// false claims.
    package static func holds(_ row: Row, studies: Int) -> Bool {
        let chance = 2.6 * (0.05 * 0.95 / Double(max(1, studies))).squareRoot()
        let most = row.setting.deviation == 0 ? 0.99 : 0.97
        return (0.93 - chance...most + chance).contains(row.held)
            && (0.93 - chance...0.97 + chance).contains(row.next) && row.falseClaims < 0.05 + chance
    }
}
