import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension StudyAnalysis {
    /// Something that readers must know, and what to do about it.
    package struct Caveat: Sendable, Hashable {
        /// Observation, in a sentence.
        package let message: String
        /// Remedy, in a sentence.
        package let remedy: String
    }

    /// The verdicts on each two targets; of one target by itself, its durations.
    package var verdicts: [String] {
        if measured.isEmpty { return ["No session was measured, so there is nothing to compare."] }
        if comparisons.isEmpty {
            return levels.isEmpty
                ? ["No session has enough answers for a figure."] : levels.map(StudyWords.level)
        }
        return comparisons.map(StudyWords.verdict)
    }

    /// Caveats for readers.
    package var warnings: [Caveat] {
        [unplanned, otherDesigns, fewDays, lost, merged].compactMap(\.self)
    }

    private var unplanned: Caveat? {
        guard !isPlanned, sessions.count > 1 else { return nil }
        return Caveat(
            message:
                "These sessions were not planned: nothing shows that their number and their times were chosen before the results were known, "
                + "nor that no session was left out.",
            remedy: "For such a claim plan a study first: alcf benchmark study init NAME.")
    }

    private var otherDesigns: Caveat? {
        guard !differences.isEmpty else { return nil }
        return Caveat(
            message:
                "The sessions are not repeats of one design, so nothing is claimed: \(differences.joined(separator: "; ")).",
            remedy: "Report on those of one design together, or compare two by 'alcf benchmark compare'.")
    }

    private var fewDays: Caveat? {
        let count = measured.count
        guard count > dayCount else { return nil }
        let days = dayCount == 1 ? "one day" : "\(dayCount) days"
        guard dayCount < StudySeries.minimum else {
            return Caveat(
                message:
                    "\(count) sessions are of \(days): those of one day may resemble each other, so a claim must hold over days as well.",
                remedy: "Sessions on days of their own tell more.")
        }
        return Caveat(
            message:
                "All \(NumberText.count(count, "session")) are of \(days), and those of one day may resemble each other: verdicts are of "
                + "sessions on such days, and nothing is claimed of other days.",
            remedy: "Spread the sessions over \(StudySeries.minimum) days or more.")
    }

    /// Sessions that would have been measured on a good day.
    private var lost: Caveat? {
        let counts = [
            ("missed", sessions.count { if case .missed = $0.outcome { true } else { false } }),
            ("failed", sessions.count { if case .failed = $0.outcome { true } else { false } }),
            ("INVALID", sessions.count { if case .invalid = $0.outcome { true } else { false } }),
        ].filter { $0.1 > 0 }
        guard !counts.isEmpty else { return nil }
        let all = counts.map { "\($0.1) \($0.0)" }
        return Caveat(
            message:
                "\(NumberText.count(counts.reduce(0) { $0 + $1.1 }, "session")) of \(sessions.count) \(counts.reduce(0) { $0 + $1.1 } == 1 ? "is" : "are") not in the figures (\(Report.list(all))): "
                + "if sessions fail where a service is slow, the figures are of its better times.",
            remedy: "See the list of sessions for the reasons.")
    }

    private var merged: Caveat? {
        let several = measured.filter { ($0.measured?.sessions.count ?? 1) > 1 }
        guard !several.isEmpty else { return nil }
        return Caveat(
            message:
                "\(Report.list(several.map(\.label))) \(several.count == 1 ? "holds" : "hold") several sessions, and counts as one.",
            remedy: "Give the records it was merged from.")
    }

    /// Limits of these sessions, a sentence each.
    package var limits: [String] {
        var sentences: [String] = []
        let points = (comparisons.map(\.series) + levels.map(\.series)).map(\.points.count)
        let most = points.max() ?? 0
        if most > 0, most < StudySeries.minimum {
            sentences.append(
                "With \(NumberText.count(most, "session")) nothing is claimed of other days: \(StudySeries.minimum) are needed."
            )
        }
        if most > 1 {
            sentences.append(
                "“Next session” is the value that the next session will measure with a probability of 95 %, the scatter of its own requests "
                    + "included, if it is as long as these, comes at such times, and the services stay what they are.")
        }
        if most > 0, most < DailyHarmonic.minimum {
            sentences.append(
                "Drift and the hour of the day are not looked at: that takes \(DailyHarmonic.minimum) sessions.")
        } else if most > 0, !comparisons.map(\.series).contains(where: { $0.course != nil }),
            !levels.map(\.series).contains(where: { $0.course != nil })
        {
            sentences.append(
                "The hour of the day is not looked at: that takes sessions at three hours of the day or more, none missing for longer than "
                    + "twelve.")
        }
        sentences.append(
            "Latency is what this client saw: network, gateway, queue and accelerator together.")
        return sentences
    }

    /// The sentences on drift and on the hour of the day: of all durations' ratios, and of each target's latency.
    package var courses: [String] {
        let compared = comparisons.filter { $0.figure.isDuration }.flatMap { comparison in
            StudyWords.course(
                comparison.series,
                (comparison.part.map { "\($0): " } ?? "")
                    + "\(comparison.first.label) ÷ \(comparison.second.label), \(comparison.figure.title)",
                figure: comparison.figure, utcOffset: utcOffset)
        }
        let own = levels.filter { $0.figure == .serviceLatency }.flatMap { level in
            StudyWords.course(
                level.series, (level.part.map { "\($0): " } ?? "") + "\(level.target.label), latency", figure: nil,
                utcOffset: utcOffset)
        }
        return compared + own
    }
}
