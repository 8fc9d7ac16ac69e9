import ALCFStatistics
import Glibc
import Testing

@testable import ALCFReport

@Suite struct StudyProjectionTests {
    /// t(0.975; 11) = 2.20098516 (scipy.stats.t.ppf 1.11): 3 × exp(∓ t √((0.1² + 0.05²) ÷ 12)).
    @Test func theIntervalAtTheEndFollowsFromTheScatterSoFar() throws {
        let end = try #require(
            StudyProjection.atEnd(mean: log(3), deviation: 0.1, errors: [0.0025, 0.0025], count: 12))
        #expect(abs(end.lower - 2.794_284) < 1e-5 && abs(end.upper - 3.220_861) < 1e-5)
        // More sessions make it shorter, and sessions that differ more make it longer.
        let more = try #require(StudyProjection.atEnd(mean: log(3), deviation: 0.1, errors: [0.0025], count: 20))
        let wider = try #require(StudyProjection.atEnd(mean: log(3), deviation: 0.3, errors: [0.0025], count: 12))
        #expect(more.upper < end.upper && wider.upper > end.upper)
        #expect(StudyProjection.atEnd(mean: 0, deviation: 0.1, errors: [0.0025], count: 1) == nil)
        #expect(StudyProjection.atEnd(mean: 0, deviation: 0.1, errors: [], count: 5) == nil)
    }

    @Test func oneSessionGivesNoForecast() {
        let plan = PlanFixture.plan(sessions: 5)
        let session = StudySession(number: 1, label: "session-01", analysis: Analysis(Fixture.record()))
        let one = StudyProjection.all(plan, [session], left: 4)
        #expect(!one.isEmpty && one.allSatisfy { $0.atEnd == nil && $0.interval == nil })
        #expect(
            one.allSatisfy { $0.sentence.contains("so far (1 session: no interval yet)") }, "\(one.map(\.sentence))")
        #expect(StudyProjection.all(plan, [], left: 5).isEmpty)
    }

    @Test func severalDo() {
        let plan = PlanFixture.plan(sessions: 5)
        let sessions = (1...3).map {
            StudySession(number: $0, label: "session-0\($0)", analysis: Analysis(Fixture.record(questions: 8 + $0)))
        }
        let found = StudyProjection.all(plan, sessions, left: 2)
        #expect(
            found.contains { $0.atEnd != nil && $0.most == 5 && $0.sentence.contains("after 5 the interval is likely") }
        )
        // Nothing is left to come.
        #expect(StudyProjection.all(plan, sessions, left: 0).allSatisfy { $0.atEnd == nil && $0.interval != nil })
        // What was not declared is not forecast.
        var success = plan
        success.primary = [.success]
        #expect(StudyProjection.all(success, sessions, left: 2).isEmpty)
    }
}
