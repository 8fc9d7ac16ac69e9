import ALCFJSON
import ALCFRecord
import ALCFStatistics
import Glibc

/// What time did to a run: a load that drifted, and targets that took turns too seldom to share it.
extension WarningDetection {
    /// Whatever changed between the targets' turns is part of their difference.
    func seldomTurns() -> Warning? {
        guard record.manifest.options[OriginalReading.option]?.bool != true, order.isSeldom else { return nil }
        let consequence = "what changed meanwhile, on the network or in a queue, is part of their difference"
        if order.isOneAfterTheOther {
            return Warning(
                .oneAfterTheOther, "all requests to one target came before those to the next: \(consequence)",
                remedy: turnsRemedy)
        }
        return Warning(
            .fewTurns,
            "the load switched from one target to another \(order.times) only (\(order.slices.count) slices of each): "
                + consequence, remedy: turnsRemedy)
    }

    /// What would have made more turns of the same run.
    private var turnsRemedy: String {
        let manifest = record.manifest
        let latencies = answers.values.joined().compactMap(\.metrics.serviceLatency)
        let isSweep = manifest.options["sweep"] != nil
        guard !isSweep, let options = try? BenchmarkOptions(members: manifest.options, seed: manifest.seed),
            let advice = SlicePlan(
                options, conversations: max(1, manifest.prompts.count { $0.turn == 0 }), targets: targets.count
            ).advice(seconds: Statistics.median(latencies) ?? SlicePlan.guessedSeconds)
        else {
            return isSweep
                ? "a sweep is about how each target takes a load; compare them with alcf benchmark at one load"
                : "let the targets take turns more often: \(SlicePlan.wanted) slices each, or more"
        }
        return advice.remedy
    }

    /// Slices of an open loop that are over before the first answers are in: its rate never became a load.
    func shortSlices(_ target: TargetSummary) -> Warning? {
        guard record.manifest.options["rate"]?.double != nil, order.takesTurns, order.slices.count > 1,
            let latency = Statistics.median(answered(target).compactMap(\.metrics.serviceLatency))
        else { return nil }
        let own = record.samples.filter { $0.target == target.target.name }
        let spans = order.slices.grouped(own) { $0 }.compactMap { slice -> Double? in
            let starts = slice.map(\.trace.scheduled)
            return starts.max().flatMap { last in starts.min().map { last - $0 } }
        }
        guard let span = Statistics.median(spans), span < latency else { return nil }
        let needed = NumberText.fixed((3 * latency * Double(SlicePlan.wanted)).rounded(.up), 0)
        return Warning(
            .shortSlices, target: target.target.name,
            "\(target.target.label): the requests of a slice were sent within \(NumberText.significant(span)) s, and an answer takes "
                + "\(NumberText.significant(latency)) s: the requests in flight did not reach the level of this rate",
            remedy: "load each target for \(needed) s or longer, as with --duration \(needed)")
    }

    /// A trend in latency over the run, and a change large enough to matter.
    func drift(_ target: TargetSummary) -> Warning? {
        let latencies = answered(target).compactMap(\.metrics.serviceLatency)
        guard latencies.count >= 20, MannKendall(latencies)?.isShown == true,
            let early = Statistics.median(Array(latencies.prefix(latencies.count / 3))),
            let late = Statistics.median(Array(latencies.suffix(latencies.count / 3))), early > 0,
            abs(log(late / early)) > log(1.1)
        else { return nil }
        return Warning(
            .drift, target: target.target.name,
            "\(target.target.label): latency \(late > early ? "rose" : "fell") during the run, from a median of "
                + "\(NumberText.significant(early)) s in its first third to \(NumberText.significant(late)) s in its last",
            remedy: consequence(of: target.target))
    }

    /// What the drift of a target means for its ratios: that follows from how these went.
    private func consequence(of target: RunManifest.Target) -> String {
        let pairs = pairsOfTargets.filter { $0.name == target.name || $1.name == target.name }
        guard !pairs.isEmpty else { return "its figures are of the whole run; repeat at another time" }
        if record.manifest.options["imported_from"] != nil {
            return "requests of different files were not interleaved: it may be in the ratio; repeat at another time"
        }
        if order.isSeldom {
            let switches =
                order.isOneAfterTheOther ? "did not take turns" : "took turns too seldom (switched \(order.times))"
            return "the targets \(switches), so it is in the ratio; let them take turns more often"
        }
        let trends = pairs.map { RatioTrend($0.name, $1.name, record, order) }
        if trends.contains(where: { $0?.isShown == true }) {
            return "the ratio changed as well, and no single number stands for it; repeat at several times"
        }
        return trends.contains { $0 == nil }
            ? "whether the ratio changed as well cannot be told from so few pairs; repeat with more of them"
            : "the ratio shows no trend, so it stands; for the absolute figures, repeat at another time"
    }

    /// The ratios that have a trend.
    func ratioDrift() -> [Warning] {
        guard record.manifest.options["imported_from"] == nil else { return [] }
        return pairsOfTargets.compactMap { first, second in
            guard let trend = RatioTrend(first.name, second.name, record, order), trend.isShown else { return nil }
            return Warning(
                .ratioDrift,
                "the ratio is not one number over the run: the latency of \(first.label) ÷ that of \(second.label) was "
                    + "\(NumberText.ratio(trend.early)) in its first third and \(NumberText.ratio(trend.late)) in its last",
                remedy: "the figures above are a mean over that change; repeat at several times, and compare the runs")
        }
    }

    /// Each two targets, in the order of the manifest.
    private var pairsOfTargets: [(RunManifest.Target, RunManifest.Target)] {
        let all = record.manifest.targets
        return all.indices.flatMap { first in all[(first + 1)...].map { (all[first], $0) } }
    }
}
