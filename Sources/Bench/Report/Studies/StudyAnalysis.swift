import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The results of several sessions of one experiment: each figure combined over them, sessions being a random effect.
package struct StudyAnalysis: Sendable {
    /// All sessions, in the order of their numbers; those that were not measured, too.
    package let sessions: [StudySession]
    /// Whether the sessions were planned before the first was measured.
    package let isPlanned: Bool
    /// Seconds that local time, by which days and hours are told, is ahead of UTC.
    package let utcOffset: Double
    /// The comparisons of each two targets: figure by figure, of each part.
    package let comparisons: [StudyComparison]
    /// Durations of each target.
    package let levels: [StudyLevel]
    /// Differences between sessions by which they are not repeats of one design, a clause each.
    package let differences: [String]

    /// Works out everything from sessions.
    ///
    /// - Parameters:
    ///   - margin: share within which targets count as equivalent, as in 0.05; that of the first session's design where
    ///     not given.
    ///   - primary: figures that were declared; those of the first session's design where not given.
    package init(
        _ sessions: [StudySession], isPlanned: Bool = true, margin: Double? = nil,
        primary: [PrimaryTest.Figure]? = nil, utcOffset: Double = 0
    ) {
        self.sessions = sessions.sorted { $0.number < $1.number }
        self.isPlanned = isPlanned
        self.utcOffset = utcOffset
        let measured = self.sessions.compactMap { session in session.measured.map { (session: session, analysis: $0) } }
        differences = StudyDesign.differences(measured.map { ($0.session.label, $0.analysis.record) })
        guard let manifest = measured.first?.analysis.record.manifest else {
            (comparisons, levels) = ([], [])
            return
        }
        let parts = StudyPart.all(measured)
        let targets = StudyPart.targets(measured.map(\.analysis))
        let declared = primary ?? PrimaryTest.declared(in: manifest)
        let share = margin ?? manifest.design.equivalence
        let isOfDesigns = !differences.isEmpty
        let found = parts.flatMap { part in
            targets.indices.flatMap { first in
                targets.indices.dropFirst(first + 1).flatMap { second in
                    StudyFigure.allCases.compactMap { figure in
                        part.comparison(
                            figure, targets[first], targets[second],
                            margin: share.map { 1 + $0 } ?? RatioComparison.equivalence, isOfDesigns: isOfDesigns,
                            utcOffset: utcOffset)
                    }
                }
            }
        }
        comparisons = Self.tested(found, declared)
        levels = parts.flatMap { part in
            targets.flatMap { target in
                [Figure<Sample>.serviceLatency, .timeToFirstToken].compactMap {
                    part.level($0, target, utcOffset: utcOffset)
                }
            }
        }
    }

    /// The declared tests of all comparisons, corrected together.
    private static func tested(
        _ comparisons: [StudyComparison], _ declared: [PrimaryTest.Figure]
    ) -> [StudyComparison] {
        let places = comparisons.indices.compactMap { index -> (index: Int, test: PrimaryTest)? in
            let comparison = comparisons[index]
            guard let test = comparison.uncorrectedTest(), declared.contains(test.figure),
                ![comparison.first, comparison.second].contains(where: ControlCheck.isTwin)
            else { return nil }
            return (index, test)
        }
        var result = comparisons
        for (place, test) in zip(places, ClaimFamily.corrected(places.map(\.test))) { result[place.index].test = test }
        return result
    }

    /// The sessions that enter the figures.
    package var measured: [StudySession] { sessions.filter { $0.measured != nil } }

    /// The records of the sessions that enter the figures.
    var records: [Record] { sessions.compactMap(\.measured).map(\.record) }

    /// Number of calendar days with a session.
    package var dayCount: Int {
        Set(measured.map { CalendarTime(seconds: $0.time, utcOffset: utcOffset).day }).count
    }
}
