import Testing

@testable import ALCFStatistics

/// Exact methods for shares, against scipy 1.17.1: `binomtest(k, n).pvalue` and `.proportion_ci(method='exact')`.
@Suite struct BinomialShareTests {
    @Test(arguments: [
        (14, 20, 0.11531829833984375, 0.4572108177235281, 0.8810684095942724),
        (0, 5, 0.0625, 0, 0.5218237501049814), (5, 5, 0.0625, 0.47817624989501856, 1),
        (1, 1, 1, 0.025000000000000022, 1), (321, 600, 0.09408400752618694, 0.4941683700572372, 0.5754855504261677),
        (9, 10, 0.021484375, 0.5549838829718047, 0.9974714214555375),
        (3, 12, 0.14599609375, 0.05486064452799241, 0.5718584618780997),
    ])
    func scipy(successes: Int, count: Int, p: Double, lower: Double, upper: Double) throws {
        let share = try #require(BinomialShare(successes, of: count))
        let interval = try #require(share.interval())
        #expect(isClose(share.signTest, p))
        #expect(isClose(interval.lower, lower, 1e-9))
        #expect(isClose(interval.upper, upper, 1e-9))
    }

    /// binomtest(7, 10).proportion_ci(0.9, method='exact').
    @Test func otherLevel() throws {
        let interval = try #require(BinomialShare(7, of: 10)?.interval(level: 0.9))
        #expect(isClose(interval.lower, 0.39337578389442357, 1e-9))
        #expect(isClose(interval.upper, 0.9127355660858497, 1e-9))
    }

    @Test func edges() throws {
        #expect(BinomialShare(-1, of: 3) == nil)
        #expect(BinomialShare(4, of: 3) == nil)
        let none = try #require(BinomialShare(0, of: 0))
        #expect(none.value == nil && none.interval() == nil && none.signTest == 1)
    }
}
