import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// Sentences on conclusions that a run does not allow.
enum Limits {
    static func sentences(_ analysis: Analysis) -> [String] {
        let manifest = analysis.record.manifest
        var sentences = [place(analysis)]
        if analysis.targets.allSatisfy({ $0.peakInFlight <= 1 }) {
            sentences.append(
                "One request was in flight at a time, so these data say nothing about a system under load.")
        }
        if manifest.design.isStreaming == false {
            sentences.append(
                "Answers came in one piece, so neither the time to first token nor the pace after it is known.")
        }
        if let tool = manifest.design.importedFrom {
            sentences.append(
                "The figures are those of \(tool), by its own definitions of start and first token. Its requests were not "
                    + "interleaved, so any change between the measurements of two targets is part of their difference.")
        }
        sentences += pairs(analysis) + ofAnswered(analysis) + Freshness.limits(analysis)
        let answered = analysis.targets.map(\.successes).filter { $0 > 0 }
        if let least = answered.min(), least < Statistics.minimumCount(forQuantile: 0.95) {
            sentences.append(
                "No 95th percentile: it needs \(Statistics.minimumCount(forQuantile: 0.95)) answers from each target, and the "
                    + "smallest number is \(least).")
        }
        if manifest.dataSet.passages < ClusterBootstrap.minimumClusters {
            sentences.append(
                "The questions are about \(NumberText.count(manifest.dataSet.passages, "passage")), too few to say anything about "
                    + "other texts.")
        }
        sentences.append(
            "\(sessions(analysis)): to see how the services vary from day to day, run on several days.")
        return sentences + costs(analysis)
    }

    /// Returns a sentence on where the time was spent, which only a part of the parts tell.
    private static func place(_ analysis: Analysis) -> String {
        let sentence = "Latency is what this client saw: network, gateway, queue and accelerator together. "
        guard analysis.record.manifest.design.experiment == nil, !analysis.firstTokenBreakdowns.isEmpty else {
            return sentence + "These data cannot say which of them the time was spent in."
        }
        return sentence
            + "Which of them the wait was spent in is known of the measured parts alone; what is left of it, these data cannot tell apart."
    }

    /// Returns a sentence on pairs that are not compared, if there are some.
    private static func pairs(_ analysis: Analysis) -> [String] {
        guard analysis.omittedPairs > 0, let first = analysis.targets.first else { return [] }
        return [
            "Each target is compared with the first alone, \(first.target.label): the other "
                + "\(NumberText.count(analysis.omittedPairs, "pair")) would be too many to read."
        ]
    }

    /// Returns a sentence on figures that leave out failures, if some requests failed.
    private static func ofAnswered(_ analysis: Analysis) -> [String] {
        let failed = analysis.targets.filter { $0.successes > 0 && $0.successes < $0.attempts }
        guard !failed.isEmpty else { return [] }
        let counts = failed.map { "\($0.target.label) failed \($0.attempts - $0.successes) of \($0.attempts)" }
        return [
            "Output rates, times per token and fitted lines cover answered requests only (\(Report.list(counts))); how the failed "
                + "requests would have changed them is unknown."
        ]
    }

    /// Returns the sessions of the run in words.
    private static func sessions(_ analysis: Analysis) -> String {
        let design = analysis.record.manifest.design
        let count = max(analysis.sessions.count, design.files?.count ?? 1, design.merged?.count ?? 1)
        return count == 1 ? "One run at one time of day" : "\(count) sessions, each at its own time"
    }

    /// Returns sentences on what money and energy cover, or that they are unknown.
    private static func costs(_ analysis: Analysis) -> [String] {
        guard !analysis.costs.isEmpty else { return ["Energy and cost were not measured."] }
        let known = analysis.costs.flatMap { cost in
            cost.boundary.map { "\(label(cost.target, analysis)): \($0)" }
                + (cost.lacksReadings ? ["\(label(cost.target, analysis)): the readings do not cover the run."] : [])
        }
        let silent = analysis.targets.filter { target in !analysis.costs.contains { $0.target == target.target.name } }
        return known + [
            "Money is in the unit of the prices given. An answer counts as right if it contains an accepted answer."
        ]
            + silent.map { "\($0.target.label): energy and cost were not measured." }
    }

    private static func label(_ name: String, _ analysis: Analysis) -> String {
        analysis.targets.first { $0.target.name == name }?.target.label ?? name
    }
}
