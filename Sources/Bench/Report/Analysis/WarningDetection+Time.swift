import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem
import Glibc

/// Warnings about time: a load that drifted, and targets that took turns too seldom to share it.
extension WarningDetection {
    /// Warns that the targets took turns too seldom, so that changes between turns are part of their difference.
    func seldomTurns() -> Warning? {
        guard record.manifest.design.isAsOriginal != true, order.isSeldom else { return nil }
        let consequence = "any change meanwhile, on the network or in a queue, is part of their difference"
        if order.isOneAfterTheOther {
            return Warning(
                .oneAfterTheOther, "all requests to one target came before those to the next, so \(consequence)",
                remedy: turnsRemedy)
        }
        return Warning(
            .fewTurns,
            "the load switched between targets only \(order.times) (\(order.slices.count) slices of each), so "
                + consequence, remedy: turnsRemedy)
    }

    /// Advice on how the same run would have taken more turns.
    private var turnsRemedy: String {
        let manifest = record.manifest
        let latencies = answers.values.joined().compactMap { $0[.serviceLatency] }
        let isSweep = manifest.design.sweep != nil
        guard !isSweep, let options = try? BenchmarkOptions(manifest.design, seed: manifest.seed),
            let advice = SlicePlan(
                options, conversations: max(1, manifest.prompts.count { $0.turn == 0 }), targets: targets.count
            ).advice(seconds: Statistics.median(latencies) ?? SlicePlan.guessedSeconds)
        else {
            return isSweep
                ? "to compare the targets, run alcf benchmark at one load: a sweep shows how each target takes a rising load"
                : "let the targets take turns more often: \(SlicePlan.wanted) slices each, or more"
        }
        return advice.remedy
    }

    /// Warns that slices of an open loop were over before the first answers came, so that the rate never became a load.
    func shortSlices(_ target: TargetSummary) -> Warning? {
        guard record.manifest.design.rate != nil, order.takesTurns, order.slices.count > 1,
            let latency = Statistics.median(answered(target).compactMap { $0[.serviceLatency] })
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
            "\(target.target.label): the requests of a slice were sent within \(NumberText.significant(span)) s, but an answer takes "
                + "\(NumberText.significant(latency)) s, so the requests in flight never reached the level of this rate",
            remedy: "load each target for at least \(needed) s: --duration \(needed)")
    }

    /// Warns of a trend in latency over the run that is large enough to matter.
    func drift(_ target: TargetSummary) -> Warning? {
        let latencies = answered(target).compactMap { $0[.serviceLatency] }
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

    /// Says whether the drift of a target affects its ratios, and what to do.
    private func consequence(of target: RunManifest.Target) -> String {
        let pairs = pairsOfTargets.filter { $0.name == target.name || $1.name == target.name }
        guard !pairs.isEmpty else { return "repeat at another time; the figures cover the whole run" }
        if record.manifest.design.importedFrom != nil {
            return
                "repeat at another time: requests of different files were not interleaved, so the drift may be part of the ratio"
        }
        if order.isSeldom {
            let switches =
                order.isOneAfterTheOther ? "did not take turns" : "took turns too seldom (switched \(order.times))"
            return "let the targets take turns more often: they \(switches), so the drift is part of the ratio"
        }
        let trends = pairs.map { RatioTrend($0.name, $1.name, record, order) }
        if trends.contains(where: { $0?.isShown == true }) {
            return "repeat at several times: the ratio changed as well, so no single number describes it"
        }
        return trends.contains { $0 == nil }
            ? "repeat with more prompts: these pairs are too few to tell whether the ratio changed as well"
            : "for the absolute figures, repeat at another time; the ratio shows no trend, so it stands"
    }

    /// The ratios that have a trend.
    func ratioDrift() -> [Warning] {
        guard record.manifest.design.importedFrom == nil else { return [] }
        return pairsOfTargets.compactMap { first, second in
            guard let trend = RatioTrend(first.name, second.name, record, order), trend.isShown else { return nil }
            return Warning(
                .ratioDrift,
                "the ratio changed during the run: the latency of \(first.label) ÷ that of \(second.label) was "
                    + "\(NumberText.ratio(trend.early)) in the first third and \(NumberText.ratio(trend.late)) in the last",
                remedy:
                    "repeat at several times and compare the runs; the ratios in this report are means over that change"
            )
        }
    }

    /// Each two targets, in the order of the manifest.
    private var pairsOfTargets: [(RunManifest.Target, RunManifest.Target)] {
        let all = record.manifest.targets
        return all.indices.flatMap { first in all[(first + 1)...].map { (all[first], $0) } }
    }
}
