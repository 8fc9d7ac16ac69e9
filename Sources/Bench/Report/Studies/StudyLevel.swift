package import ALCFRecord
import ALCFStatistics
import Glibc

/// A duration of one target over the sessions of a study: the geometric mean of each session is one value.
package struct StudyLevel: Sendable {
    /// The task or length it is of; nil unless the study mixes them.
    package let part: String?
    /// The target.
    package let target: RunManifest.Target
    /// Its duration.
    package let figure: Figure<Sample>
    /// Its sessions.
    package let series: StudySeries

    /// The value of one session, of answered requests; nil where they are too few.
    static func value(_ target: String, _ figure: Figure<Sample>, in record: Record) -> StudyPoint.Value? {
        let own = record.samples.filter {
            $0.target == target && $0.phase == .measured && $0.outcome.isSuccess
                && $0[figure].map { $0 > 0 && $0.isFinite } ?? false
        }.sorted { $0.sequence < $1.sequence }
        let logarithms = own.compactMap { $0[figure].map { log($0) } }
        guard own.count >= RatioComparison.minimumPairs, own.count == logarithms.count,
            let mean = Dependence(own, in: record.samples).flatMap({ RobustMean(logarithms, $0) })
        else { return nil }
        return StudyPoint.Value(
            SessionEstimate(mean.mean, mean.plain),
            interval: mean.interval().map { Interval(lower: exp($0.lower), upper: exp($0.upper)) }, count: own.count)
    }
}
