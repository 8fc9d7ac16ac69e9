import ALCFJSON
import Testing

@testable import ALCFReport
@testable import ALCFStatistics

@Suite struct AttemptDistributionTests {
    /// NumPy: `np.quantile(np.r_[np.arange(1, 8), [np.inf] * 3], [.5, .9])` with the upper neighbour infinite is infinite.
    @Test func percentilesAmongTheFailuresAreInfinite() throws {
        let some = try #require(
            AttemptDistribution(answered: (1...7).map(Double.init), waits: [10, 10, nil]))
        #expect(some.count == 10 && some.failures == 3 && some.median == 5.5 && some.p90 == nil)
        #expect(some.medianInterval?.lower == 2 && some.medianInterval?.upper == .infinity)
        let half = try #require(AttemptDistribution(answered: [1, 2, 3], waits: [9, 9, 9]))
        #expect(half.median == .infinity)
        let many = try #require(
            AttemptDistribution(
                answered: (1...90).map(Double.init), waits: [Double?](repeating: 5, count: 10)))
        #expect(many.p95 == .infinity && many.p90 == .infinity && many.p99 == nil)
        let few = try #require(
            AttemptDistribution(answered: (1...98).map(Double.init), waits: [5, 5]))
        #expect(isClose(few.p95, 95.05, 1e-9))
    }

    /// NumPy: `np.quantile([1, 2, 3, np.inf, np.inf], .5, method="lower")`.
    @Test func theLastAnswerBeforeTheFailuresIsANumber() throws {
        let some = try #require(AttemptDistribution(answered: [3, 1, 2], waits: [9, 9]))
        #expect(some.median == 3)
    }

    /// (1 + 2 + 3 + 9 + 1) ÷ 5: the one given up after 0.2 s counts with the fastest answer.
    @Test func theMeanHasBounds() throws {
        let open = try #require(AttemptDistribution(answered: [1, 2, 3], waits: [9, 0.2]))
        #expect(isClose(open.leastMean, 3.2, 1e-12) && open.mostMean == nil)
        let limited = try #require(AttemptDistribution(answered: [1, 2, 3], waits: [9, 0.2], limit: 9))
        #expect(isClose(limited.mostMean, 4.8, 1e-12))
    }

    @Test func withoutFailuresItIsTheDistributionOfAnswers() throws {
        let values = [0.4, 1.7, 0.9, 2.2, 1.1, 0.6, 3]
        let all = try #require(AttemptDistribution(answered: values, waits: []))
        let answers = try #require(Distribution(values))
        #expect(all.median == answers.median && all.leastMean == answers.mean)
        #expect(AttemptDistribution(answered: [], waits: []) == nil)
    }

    @Test func jsonSaysWhyAFigureIsNull() throws {
        let json = try #require(AttemptDistribution(answered: [1, 2, 3], waits: [9, 9, 9, 9])).json
        #expect(json["median"]?.isNull == true && json["mean_at_most"]?.isNull == true)
        #expect(json["null_because"]?["median"]?.string?.contains("4 failures of 7 attempts") == true)
        #expect(json["null_because"]?["p95"]?.string == "it takes 72 attempts")
        #expect(json["null_because"]?["mean_at_most"]?.string?.contains("no time limit") == true)
    }
}
