import ALCFRecord
import ALCFStatistics

/// The measured sessions of a study, or of one task of a study that mixes several.
struct StudyPart {
    /// The task in words; nil for all of a study.
    let title: String?
    /// The sessions with the analyses of this part.
    let members: [(session: StudySession, analysis: Analysis)]

    /// The parts of a study: its tasks where it mixes any, else the whole.
    static func all(_ measured: [(session: StudySession, analysis: Analysis)]) -> [StudyPart] {
        guard let tasks = measured.first?.analysis.strata, !tasks.isEmpty else {
            return [StudyPart(title: nil, members: measured)]
        }
        return tasks.map { task in
            StudyPart(
                title: task.title,
                members: measured.compactMap { member in
                    member.analysis.strata.first { $0.task == task.task }.map { (member.session, $0.analysis) }
                })
        }
    }

    /// Every target of any session, in the order in which they first appear.
    static func targets(_ analyses: [Analysis]) -> [RunManifest.Target] {
        clusters(analyses.flatMap(\.record.manifest.targets), by: \.name).map { $0[0] }
    }

    /// Returns a figure of two targets; nil where no session has it.
    func comparison(
        _ figure: StudyFigure, _ first: RunManifest.Target, _ second: RunManifest.Target, margin: Double,
        isOfDesigns: Bool, utcOffset: Double
    ) -> StudyComparison? {
        let found = members.compactMap { member -> (member: StudyMember, isReversed: Bool)? in
            for comparison in member.analysis.comparisons {
                let names = (comparison.first.name, comparison.second.name)
                let member = StudyMember(session: member.session, analysis: member.analysis, comparison: comparison)
                if names == (first.name, second.name) { return (member, false) }
                if names == (second.name, first.name) { return (member, true) }
            }
            return nil
        }
        let firstAnswers = figure == .firstToken && found.contains { $0.member.comparison.firstTokensDiffer }
        let points = found.compactMap { found in
            let member = found.member
            return figure.value(of: member.comparison, in: member.analysis, firstAnswers: firstAnswers)
                .flatMap { found.isReversed ? $0.reversed(isRatio: figure.isRatio) : $0 }
                .map { StudyPoint(member.session, $0) }
        }
        guard !points.isEmpty else { return nil }
        let series = StudySeries(
            points, isLogarithm: figure.isRatio, weights: figure.isRatio ? .inverseVariance : .equal,
            utcOffset: utcOffset)
        return StudyComparison(
            part: title, first: first, second: second, figure: figure, isOfFirstAnswers: firstAnswers, series: series,
            margin: margin, isOfDesigns: isOfDesigns,
            isWithheldForFailures: figure.isDuration
                && Self.areFailuresAgainst(found, firstAnswers: firstAnswers, figure, series))
    }

    private static func areFailuresAgainst(
        _ found: [(member: StudyMember, isReversed: Bool)], firstAnswers: Bool, _ figure: StudyFigure,
        _ series: StudySeries
    ) -> Bool {
        guard let estimate = series.estimate else { return false }
        let firstIsFaster = estimate < 1
        // A session may have the two the other way round: questions on the first are then for the second.
        let groups = [false, true].map { isReversed in
            found.filter { $0.isReversed == isReversed }.compactMap { found -> FailureEffect? in
                let comparison = found.member.comparison
                return
                    (figure == .latency
                    ? comparison.latency : firstAnswers ? comparison.timeToFirstAnswer : comparison.timeToFirstToken)
                    .failures
            }
        }
        return StudyComparison.areDeniedByFailures(groups[0], firstIsFaster: firstIsFaster)
            || StudyComparison.areDeniedByFailures(groups[1], firstIsFaster: !firstIsFaster)
    }

    /// Returns a duration of a target; nil where no session has it.
    func level(_ figure: Figure<Sample>, _ target: RunManifest.Target, utcOffset: Double) -> StudyLevel? {
        let points = members.compactMap { member in
            StudyLevel.value(target.name, figure, in: member.analysis.record).map { StudyPoint(member.session, $0) }
        }
        guard !points.isEmpty else { return nil }
        return StudyLevel(
            part: title, target: target, figure: figure,
            series: StudySeries(points, isLogarithm: true, weights: .inverseVariance, utcOffset: utcOffset))
    }
}

/// A session's comparison of two targets.
struct StudyMember {
    let session: StudySession
    let analysis: Analysis
    let comparison: Comparison
}

extension StudyPoint.Value {
    /// The same with the targets the other way round.
    func reversed(isRatio: Bool) -> StudyPoint.Value? {
        StudyPoint.Value(
            SessionEstimate(-estimate.value, standardError: estimate.standardError, degrees: estimate.degrees),
            interval: interval.map {
                isRatio ? $0.reciprocal : Interval(lower: -$0.upper, upper: -$0.lower, level: $0.level)
            }, count: count)
    }
}
