import ALCFJSON
import ALCFSystem
import Glibc
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

@Suite struct StudyAnalysisTests {
    private let twelve = [1, 1.1, 0.95, 1.04, 0.9, 1.02, 1.08, 0.97, 1.01, 1.05, 0.93, 1]

    private func latency(_ study: StudyAnalysis) throws -> StudyComparison {
        try #require(study.comparisons.first { $0.figure == .latency })
    }

    @Test func combinesWhatEachSessionFound() throws {
        let sessions = StudyFixture.sessions(twelve)
        let study = StudyAnalysis(sessions)
        let latency = try latency(study)
        #expect(latency.verdict == .secondIsBetter && latency.series.points.count == 12)
        for (point, session) in zip(latency.series.points, sessions) {
            let own = try #require(session.measured?.comparisons[0].latency.ratio)
            #expect(isClose(exp(point.estimate.value), own.ratio) && point.interval == own.interval)
        }
        let expected = try #require(RandomEffects(latency.series.points.map(\.estimate)))
        #expect(latency.series.combined == expected)
        let sentence = StudyWords.verdict(latency)
        #expect(sentence.hasPrefix("Sophia is faster than Metis, in 12 of 12 sessions: 3."), "\(sentence)")
        #expect(sentence.contains(" times (95 % interval over sessions ") && sentence.contains("Next session: "))
        let next = try #require(latency.series.next)
        let interval = try #require(latency.series.interval)
        #expect(next.lower < interval.lower && next.upper > interval.upper)
        #expect(study.warnings.isEmpty && study.differences.isEmpty)
        #expect(Set(study.comparisons.map(\.figure)) == Set(StudyFigure.allCases))
    }

    @Test(arguments: 1...4) func ofFewSessionsNothingIsClaimedOfOtherDays(_ count: Int) throws {
        let study = StudyAnalysis(StudyFixture.sessions(Array(twelve.prefix(count))))
        for comparison in study.comparisons { #expect(comparison.verdict == .tooFewSessions) }
        let sentence = StudyWords.verdict(try latency(study))
        #expect(sentence.contains("nothing is claimed") && sentence.contains("5 are needed"), "\(sentence)")
        #expect(sentence.contains("in \(count) of \(count) session"), "\(sentence)")
        #expect(study.limits.contains { $0.contains("nothing is claimed of other days") })
        #expect(try latency(study).series.interval != nil)
        #expect(try (latency(study).series.next == nil) == (count == 1))
        _ = DocumentForm.html.text(study.document)
    }

    @Test func noSessionAtAllIsSaid() {
        for sessions in [[], [StudySession(number: 1, label: "a", time: 0, outcome: .missed)]] {
            let study = StudyAnalysis(sessions)
            #expect(DocumentForm.terminal.text(study.document).contains("No session was measured"))
            #expect(study.json["comparisons"]?.array?.isEmpty == true)
        }
    }

    /// By nature of the figures: 2.8 to 3.6 times in twelve, once the other way round.
    @Test func whichIsFasterMayDependOnTheDay() throws {
        let study = StudyAnalysis(StudyFixture.sessions([0.15, 0.5, 0.2, 0.6, 0.14, 0.55, 0.17, 0.5]))
        let latency = try latency(study)
        #expect(latency.verdict == .dependsOnSession, "\(latency.series)")
        let sentence = StudyWords.verdict(latency)
        #expect(
            sentence.hasPrefix("Which target is faster depends on the day: Metis in 4 of 8 sessions, Sophia in 4"),
            "\(sentence)")
    }

    @Test func equalOnesAreNotToldApart() throws {
        // Metis as fast as Sophia on the whole, and no session by itself beyond doubt.
        let study = StudyAnalysis(
            StudyFixture.sessions([1, 1, 1, 1, 1, 1]) { index, record in
                for place in record.samples.indices {
                    let sample = record.samples[place]
                    let length = 2 + 0.1 * Double((place * 5 + index * 3) % 7) + (sample.target == "metis" ? 0.01 : 0)
                    record.samples[place].trace.lastToken = sample.trace.start + length
                }
            })
        let latency = try latency(study)
        #expect([.noDifferenceShown, .equivalent].contains(latency.verdict))
        #expect(!StudyWords.verdict(latency).contains("faster"))
    }

    @Test func sessionsThatWereNotMeasuredAreListedOnly() throws {
        var sessions = StudyFixture.sessions(twelve)
        let bad = try #require(sessions[3].measured)
        sessions[3] = StudySession(
            number: 4, label: "session-4", time: sessions[3].time,
            outcome: .invalid(bad, reason: "the clock stood still"))
        sessions.append(StudySession(number: 13, label: "session-13", time: 2e9, outcome: .missed))
        sessions.append(
            StudySession(number: 14, label: "session-14", time: 2.1e9, outcome: .failed(reason: "no token")))
        let study = StudyAnalysis(sessions)
        #expect(try latency(study).series.points.map(\.session) == [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12])
        let text = DocumentForm.terminal.text(study.document)
        #expect(
            text.contains("INVALID, not in the figures: the clock stood still") && text.contains("failed: no token"))
        #expect(text.contains("missed") && text.contains("3 sessions of 14 are not in the figures"))
        #expect(text.contains("in 11 of 11 sessions"))
        #expect(
            study.json["sessions"]?.array?.map { $0["result"]?.string }
                == study.sessions.map { session in
                    switch session.outcome {
                    case .measured: "measured"
                    case .invalid: "invalid"
                    case .failed: "failed"
                    case .missed: "missed"
                    }
                })
    }

    @Test func whatIsNotOneDesignIsNoStudy() throws {
        let study = StudyAnalysis(
            StudyFixture.sessions(twelve) { index, record in
                if index == 5 { record.manifest.targets[1].model = "another" }
                if index == 7 { record.manifest.design.maxTokens = 64 }
            })
        #expect(
            study.differences == [
                "the model of Sophia differs between session-1 and session-6",
                "'max_tokens' differs between session-1 and session-8",
            ])
        for comparison in study.comparisons { #expect(comparison.verdict == .differentDesigns) }
        #expect(study.warnings.contains { $0.message.contains("not repeats of one design") })
        #expect(!DocumentForm.markdown.text(study.document).contains("is faster"))
    }

    @Test func anotherSetOfTargetsIsSaid() throws {
        let study = StudyAnalysis(
            StudyFixture.sessions(twelve) { index, record in
                if index == 2 {
                    record.manifest.targets.removeLast()
                    record.samples.removeAll { $0.target == "sophia" }
                }
            })
        #expect(study.differences == ["the targets differ between session-1 and session-3"])
        #expect(try latency(study).series.points.count == 11)
    }

    @Test func theOrderOfTargetsDoesNotMatter() throws {
        let plain = try latency(StudyAnalysis(StudyFixture.sessions(twelve)))
        let mixed = try latency(
            StudyAnalysis(
                StudyFixture.sessions(twelve) { index, record in
                    if index % 3 == 1 { record.manifest.targets.reverse() }
                }))
        #expect(isClose(mixed.series.estimate, try #require(plain.series.estimate), 1e-9))
        #expect(mixed.verdict == plain.verdict && mixed.first.name == "metis")
    }

    @Test func aThirdTargetIsComparedWithEach() throws {
        let study = StudyAnalysis(
            StudyFixture.sessions(twelve) { _, record in
                record.manifest.targets.append(
                    RunManifest.Target(name: "minerva", url: "https://m.example", model: "gpt-oss-120b"))
                for sample in record.samples where sample.target == "sophia" {
                    var copy = sample
                    copy.target = "minerva"
                    copy.sequence += 1_000
                    copy.trace.lastToken = copy.trace.lastToken.map { $0 + 0.3 }
                    record.samples.append(copy)
                }
            })
        let pairs = study.comparisons.filter { $0.figure == .latency }.map { "\($0.first.name) \($0.second.name)" }
        #expect(pairs == ["metis sophia", "metis minerva", "sophia minerva"])
        #expect(study.levels.filter { $0.figure == .serviceLatency }.count == 3)
    }

    @Test func oneTargetHasItsMeanOverSessions() throws {
        let study = StudyAnalysis(
            StudyFixture.sessions(twelve) { _, record in
                record.manifest.targets.removeLast()
                record.samples.removeAll { $0.target == "sophia" }
            })
        #expect(study.comparisons.isEmpty && study.levels.count == 2)
        let text = DocumentForm.terminal.text(study.document)
        #expect(text.contains("Metis: latency 5."), "\(text)")
        #expect(text.contains("geometric mean over 12 sessions") && text.contains("Next session: "))
    }

    @Test func aSessionWithoutAnswersHasNoFigure() throws {
        let study = StudyAnalysis(
            StudyFixture.sessions(twelve) { index, record in
                if index == 4 {
                    for place in record.samples.indices where record.samples[place].target == "sophia" {
                        record.samples[place].outcome = .http5xx
                    }
                }
                if index == 6 { record.samples = Array(record.samples.prefix(2)) }
            })
        #expect(try latency(study).series.points.map(\.session) == [1, 2, 3, 4, 6, 8, 9, 10, 11, 12])
        let success = try #require(study.comparisons.first { $0.figure == .success })
        #expect(success.series.points.count == 11)
        #expect(isClose(success.series.points[4].estimate.value, 1))
        #expect(success.verdict == .noDifferenceShown)
    }

    /// Sophia is fast where it answers, and fails half: with failures as slowest it does not come first.
    @Test func aTargetThatFailsItsSlowestIsNotCalledFaster() throws {
        let study = StudyAnalysis(
            StudyFixture.sessions(twelve) { _, record in
                for place in record.samples.indices
                where record.samples[place].target == "sophia" && record.samples[place].block % 2 == 0 {
                    record.samples[place].outcome = .timeoutTotal
                }
                // Enough that both answered: each block twice.
                record.samples += record.samples.map { sample in
                    var copy = sample
                    copy.run = 2
                    copy.sequence += 100
                    return copy
                }
            })
        let latency = try latency(study)
        #expect(latency.verdict == .withheld, "\(latency.verdict)")
        #expect(StudyWords.verdict(latency).contains("nothing is claimed"))
    }

    @Test func sessionsOfOneDayAreSaidToBe() throws {
        let day = StudyAnalysis(StudyFixture.sessions(twelve, apart: 600))
        #expect(day.dayCount == 1 && day.warnings.contains { $0.message.contains("nothing is claimed of other days") })
        #expect(StudyWords.verdict(try latency(day)).contains("in 12 of 12 sessions on 1 day: "))
        // Four a day, for six days: a claim must hold over days as well.
        let days = StudyAnalysis(
            StudyFixture.sessions((0..<24).map { $0 / 4 % 2 == 0 ? 1 : 1.2 }, apart: 21_600), utcOffset: -43_200)
        let series = try latency(days).series
        #expect(days.dayCount == 6 && series.days?.count == 6)
        let (own, daily) = (try #require(series.combined?.interval()), try #require(series.days?.interval()))
        #expect(daily.upper - daily.lower > own.upper - own.lower)
        #expect(isClose(series.interval?.upper, exp(daily.upper)))
        #expect(days.warnings.contains { $0.message.contains("must hold over days") })
    }

    @Test func unplannedSessionsAreSaidToBe() {
        let planned = StudyAnalysis(StudyFixture.sessions(twelve))
        let unplanned = StudyAnalysis(StudyFixture.sessions(twelve), isPlanned: false)
        #expect(!planned.warnings.contains { $0.message.contains("not planned") })
        #expect(unplanned.warnings.contains { $0.message.contains("not planned") })
        #expect(unplanned.json["study"]?["planned"] == false)
    }

    @Test func driftAndHourAreFound() throws {
        let hourly = (0..<12).map { exp(0.3 * cos(2 * .pi * (12 + 30 * Double($0) - 15) / 24)) }
        let study = StudyAnalysis(StudyFixture.sessions(hourly))
        let course = try #require(try latency(study).series.course)
        #expect(course.interval.contains(0.3) && course.pValue < 1e-4, "\(course)")
        #expect(abs(course.peak - 15) < 1)
        #expect(study.courses.contains { $0.contains("depends on the hour of the day: highest at about 1") })
        let rising = StudyAnalysis(StudyFixture.sessions((0..<12).map { 1 + 0.05 * Double($0) }))
        #expect(rising.courses.contains { $0.contains("rose over the study") }, "\(rising.courses)")
        #expect(StudyAnalysis(StudyFixture.sessions(Array(hourly.prefix(7)))).courses.isEmpty)
    }

    @Test func theMarginOfThePlanDecidesOnEquivalence() throws {
        let sessions = StudyFixture.sessions([1.01, 0.99, 1, 1.02, 0.98, 1, 1.01, 0.99].map { $0 * 0.298 })
        let narrow = try latency(StudyAnalysis(sessions, margin: 0.001))
        let wide = try latency(StudyAnalysis(sessions, margin: 0.5))
        #expect(!narrow.isEquivalent && wide.isEquivalent)
        #expect(StudyWords.verdict(wide).contains("50 %"))
    }
}
