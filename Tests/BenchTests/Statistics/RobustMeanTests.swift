import ALCFSystem
import Testing

@testable import ALCFStatistics

@Suite struct RobustMeanTests {
    private let values = [0.31, -0.12, 0.45, 0.05, -0.33, 0.27, 0.11, -0.41, 0.2, -0.05, 0.38, -0.22]

    /// With one value to a group and to a stretch, the memory's law is all there is.
    @Test func withoutGroupsItIsTheMemoryOfTime() throws {
        let mean = try #require(RobustMean(values, Dependence(inOrder: values.count)))
        let memory = try #require(MemoryModel(values, weights: values.map { _ in 1 }))
        #expect(isClose(mean.mean, 0.05333333333333334))
        #expect(isClose(mean.law.halfWidth(), memory.law.halfWidth() ?? 0, 1e-9))
        #expect(mean.widening >= 1)
        #expect(mean.stretches == 12)
    }

    /// Values of a passage that resemble each other widen the interval as without time.
    @Test func groupsCountAsWell() throws {
        let passages = (0..<20).flatMap { group in
            [0.1, 0.11, 0.09, 0.1].map { $0 + 0.02 * Double(group * 7 % 11 - 5) }
        }
        let groups = (0..<80).map { $0 / 4 }
        // The passages are spread over the run, so that time shows nothing of them.
        let order = (0..<80).sorted { ($0 % 4, $0) < ($1 % 4, $1) }
        let spread = try #require(Dependence(groups: order.map { groups[$0] }, stretches: Array(0..<80)))
        let alone = try #require(RobustMean(order.map { passages[$0] }, Dependence(inOrder: 80)))
        let grouped = try #require(RobustMean(order.map { passages[$0] }, spread))
        #expect((grouped.law.halfWidth() ?? 0) > 1.4 * (alone.law.halfWidth() ?? 0))
    }

    /// Of eight requests in flight together, the slice is what counts: eight slices know what eight values know.
    @Test func requestsOfAStretchCountTogether() throws {
        let slices = [0.3, -0.1, 0.2, 0.25, -0.2, 0.1, 0.05, -0.15]
        let all = slices.flatMap { level in [-0.01, 0, 0.01].map { level + $0 } }
        let dependence = try #require(
            Dependence(groups: Array(0..<24), stretches: (0..<24).map { $0 / 3 }))
        let mean = try #require(RobustMean(all, dependence))
        let bare = try #require(MemoryModel(slices, weights: slices.map { _ in 1 }))
        #expect(mean.stretches == 8)
        #expect(isClose(mean.law.halfWidth(), bare.law.halfWidth() ?? 0, 0.1))
        #expect(mean.widening > 1.5)
    }

    @Test func manyStretchesAreCountedTogether() throws {
        var generator = SplitMix64(seed: 5)
        let many = (0..<3_000).map { _ in generator.normal() }
        let mean = try #require(RobustMean(many, Dependence(inOrder: 3_000)))
        #expect(mean.stretches == 3_000)
        // Independent values: the usual 1.96 ÷ √n, up to a fifth more for not knowing that they are.
        #expect((0.95...1.35).contains((mean.law.halfWidth() ?? 0) / (1.96 / 3_000.0.squareRoot())))
    }

    @Test func numbersOfStretchesNeedNotFollowEachOther() throws {
        let dependence = try #require(Dependence(groups: [0, 1, 2], stretches: [7, 40, 41]))
        #expect(dependence.stretches == [0, 1, 2])
        #expect(dependence.stretchCount == 3)
        #expect(Dependence(groups: [], stretches: []) == nil)
        #expect(Dependence(groups: [1], stretches: []) == nil)
        #expect(dependence.at([2])?.stretches == [0])
    }

    @Test func aDriftAsLargeAsTheDifferenceCannotBeTold() throws {
        // The level wanders over the whole run and ends where it began; its mean is well above 0 by the usual t.
        let wave = (0..<40).map { (place: Int) -> Double in
            let rise = Double(place < 20 ? place : 40 - place)
            return 0.2 + 0.3 * rise / 20
        }
        let mean = try #require(RobustMean(wave, Dependence(inOrder: 40)))
        #expect(mean.memory?.isShort == true)
        #expect(!mean.cannotTell(from: -5), "far beyond any swing")
        #expect(mean.cannotTell(from: 0.3))
    }
}
