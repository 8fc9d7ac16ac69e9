import ALCFStatistics
import ALCFSystem
import Glibc

/// Says what a run's length allows to conclude.
enum TimeWords {
    /// Returns the reason that a run cannot tell two targets apart, with a remedy; nil if it can.
    static func reason(_ result: RatioComparison) -> String? {
        guard let ratio = result.ratio, let time = ratio.time, !ratio.canTell else { return nil }
        guard let memory = time.memory, time.stretches >= RobustMean.minimumStretches else {
            let had = time.stretches == 1 ? "one stretch" : "\(time.stretches) stretches"
            return
                "it had \(had) of time, and \(RobustMean.minimumStretches) are needed to tell a difference from a change over time: ask for "
                + "more prompts, a longer run or fewer requests in flight"
        }
        let seen = max(1, Int(clamping: memory.effectiveCount.rounded()))
        let run = result.stretch.map { "this run of \(DurationText.words($0.seconds))" } ?? "this run"
        let enough =
            needed(result, within: 0.1).map { "; for ± 10 %, run for \(DurationText.words($0))" }
            ?? ", and that load may outlast the run: run longer"
        return
            "\(run) saw \(seen == 1 ? "one independent stretch" : "\(seen) independent stretches") of the targets' load\(enough)"
    }

    /// Seconds that the interval takes to be no wider than ± `share`, with memory as it was; nil where it is, or is not
    /// known.
    static func needed(_ result: RatioComparison, within share: Double) -> Double? {
        guard let ratio = result.ratio, let seconds = result.stretch?.seconds, seconds > 0 else { return nil }
        let half = log(ratio.interval.upper / ratio.ratio) / log1p(share)
        return half > 1 && half.isFinite ? seconds * half * half : nil
    }
}
