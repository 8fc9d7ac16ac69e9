import Testing

@testable import ALCFReport
@testable import ALCFStatistics

@Suite struct WilcoxonTests {
    /// scipy.stats.wilcoxon(d, method='exact').
    @Test func exact() throws {
        let test = try #require(WilcoxonSignedRank(differences: [1.1, -0.4, 2.3, 0.7, -1.9, 3.1, 0.2, 1.6]))
        #expect(test.isExact)
        #expect(test.positiveRanks == 28)
        #expect(isClose(test.pValue, 0.1953125))
        let oneSided = try #require(WilcoxonSignedRank(differences: (1...10).map(Double.init)))
        #expect(isClose(oneSided.pValue, 0.001953125))
        let most = (0..<25).map { ($0 % 3 == 1 ? -1 : 1) * (Double($0) + 0.5) }
        let largest = try #require(WilcoxonSignedRank(differences: most))
        #expect(largest.isExact)
        #expect(largest.positiveRanks == 225)
        #expect(isClose(largest.pValue, 0.09573346376419067))
    }

    /// scipy.stats.wilcoxon(d, zero_method='wilcox', correction=False, method='approx').
    @Test func tiesAndZeros() throws {
        let test = try #require(WilcoxonSignedRank(differences: [1, 1, -2, 3, 3, 3, -1, 4, 5, -2, 0, 0]))
        #expect(!test.isExact)
        #expect(test.count == 10)
        #expect(test.positiveRanks == 44)
        #expect(isClose(test.pValue, 0.09069333544841966))
    }

    /// scipy.stats.wilcoxon(d, method='approx', correction=False).
    @Test func moreThanTwentyFive() throws {
        let differences = [
            -1.0, -0.208, -0.018, -0.477, -1.036, -1.055, -0.39, 0.476, 0.872, 0.562, -0.043, -0.26, 0.238, 1.12, 1.701,
            1.574, 0.983, 0.598, 0.899, 1.737, 2.468, 2.547, 2.028, 1.515, 1.607, 2.345, 3.179, 3.467, 3.073, 2.484,
        ]
        let test = try #require(WilcoxonSignedRank(differences: differences))
        #expect(!test.isExact)
        #expect(test.positiveRanks == 395)
        #expect(isClose(test.pValue, 0.0008307070066870031))
    }

    @Test func edges() throws {
        #expect(WilcoxonSignedRank(differences: []) == nil)
        #expect(WilcoxonSignedRank(differences: [0, 0]) == nil)
        #expect(WilcoxonSignedRank(differences: [1, .nan]) == nil)
        #expect(try #require(WilcoxonSignedRank(differences: [2])).pValue == 1)
        #expect(try #require(WilcoxonSignedRank(differences: [1, -1])).pValue == 1)
    }
}

@Suite struct McNemarTests {
    /// scipy.stats.binomtest(b, b + c, 0.5).
    @Test(arguments: [
        (3, 1, 0.625), (1, 3, 0.625), (10, 2, 0.03857421875), (5, 5, 1), (0, 8, 0.0078125),
        (40, 60, 0.05688793364098089),
        (0, 0, 1),
    ])
    func exact(_ onlyFirst: Int, _ onlySecond: Int, _ expected: Double) {
        #expect(isClose(McNemar(onlyFirst: onlyFirst, onlySecond: onlySecond)?.pValue, expected))
    }

    @Test func refusesNegativeCounts() { #expect(McNemar(onlyFirst: -1, onlySecond: 1) == nil) }
}

@Suite struct LatencyModelTests {
    /// scipy.stats.theilslopes(seconds, tokens, method='joint'), with and without ties.
    @Test func agreesWithTheilAndSen() throws {
        let tokens = [30, 35, 41, 52, 60, 72, 85, 97, 110, 132, 146]
        let seconds = [1.2, 1.31, 1.25, 1.5, 1.44, 1.61, 1.75, 1.7, 2.9, 1.99, 2.15]
        let model = try #require(LatencyModel(zip(tokens, seconds).map { (tokens: $0, seconds: $1) }))
        #expect(isClose(model.secondsPerToken, 0.008131868131868131))
        #expect(isClose(model.fixedSeconds, 0.9627472527472527))
        #expect(isClose(model.interval.lower, 0.006557377049180326))
        #expect(isClose(model.interval.upper, 0.011428571428571423))
        #expect(model.dependsOnLength)

        let tied = zip([10, 10, 20, 20, 30, 40, 40, 50, 60, 60], [1.0, 1.1, 1.2, 1.2, 1.5, 1.4, 1.6, 1.8, 1.9, 2.0])
        let other = try #require(LatencyModel(tied.map { (tokens: $0, seconds: $1) }))
        #expect(isClose(other.secondsPerToken, 0.02))
        #expect(isClose(other.fixedSeconds, 0.8))
        #expect(isClose(other.interval.lower, 0.01333333333333333))
        #expect(isClose(other.interval.upper, 0.02))
    }

    @Test func findsWhereOneOvertakesTheOther() throws {
        func line(_ fixed: Double, _ slope: Double) throws -> LatencyModel {
            try #require(
                LatencyModel((1...20).map { (tokens: 10 * $0, seconds: fixed + slope * Double(10 * $0)) }))
        }
        let crossing = try #require(try LatencyModel.crossing(line(4.8, 0.0025), line(1, 0.0125)))
        #expect(isClose(crossing, 380, 1e-6))
        #expect(try LatencyModel.crossing(line(4.8, 0.0125), line(1, 0.0025)) == nil)
        #expect(try LatencyModel.crossing(line(4.8, 0.01), line(1, 0.01)) == nil)
    }

    @Test func needsEnoughLengthsAndRequests() {
        #expect(LatencyModel((0..<50).map { (tokens: 512, seconds: 5 + Double($0)) }) == nil)
        #expect(LatencyModel((0..<9).map { (tokens: $0, seconds: 5 + Double($0)) }) == nil)
        #expect(LatencyModel([]) == nil)
        #expect(LatencyModel((0..<4_000).map { (tokens: $0, seconds: 5 + Double($0)) })?.secondsPerToken == 1)
    }
}
