import TestSupport
import Testing

@testable import ALCFStatistics

/// Groups in flat lists must be those of lists in lists.
@Suite struct DependenceTests {
    @Test func groupsAreNumberedAsTheyAppear() throws {
        let dependence = try #require(Dependence(groups: [70, 3, 70, -1], stretches: [5, 900, 5, 6]))
        #expect(dependence.groups == [0, 1, 0, 2] && dependence.groupCount == 3)
        #expect(dependence.stretches == [0, 2, 0, 1] && dependence.stretchCount == 3)
        let part = try #require(dependence.at([1, 3]))
        #expect(part.groups == [0, 1] && part.stretches == [1, 0])
        #expect(dependence.at([]) == nil)
    }

    @Test func partsAndMeansAreThoseOfListsInLists() throws {
        var random = TestRandom()
        for _ in 0..<100 {
            let count = Int.random(in: 2...200, using: &random)
            let most = random.oneIn(2) ? 20 : 1_000_000
            let groups = (0..<count).map { _ in Int.random(in: 0..<most, using: &random) }
            let stretches = (0..<count).map { _ in Int.random(in: -5..<most, using: &random) }
            let whole = try #require(Dependence(groups: groups, stretches: stretches))
            let places = (0..<count).shuffled(using: &random).filter { _ in !random.oneIn(3) }
            guard !places.isEmpty else { continue }
            let part = try #require(whole.at(places))
            #expect(part == Dependence(groups: places.map { groups[$0] }, stretches: places.map { stretches[$0] }))

            let values = places.map { _ in Double.random(in: -1...1, using: &random) }
            let lists = clusters(Array(places.indices)) { groups[places[$0]] }.map { $0.map { values[$0] } }
            let flat = part.grouped(values)
            #expect(flat.values == lists.flatMap(\.self) && flat.sizes == lists.map(\.count))
            #expect(ClusteredMean(flat.values, sizes: flat.sizes) == ClusteredMean(lists))
            #expect(ClusteredMean(apart: values) == ClusteredMean(values.map { [$0] }))
        }
    }

    @Test func clustersAreInTheOrderOfTheirKeys() {
        #expect(clusters([1, 1, 2, 1, 3, 3, 2]) { $0 } == [[1, 1, 1], [2, 2], [3, 3]])
    }

    /// At one instant, ends come before starts.
    @Test func thePeakIsTheMostIntervalsThatOverlap() {
        #expect(InFlight.peak(starts: [], ends: []) == 0)
        #expect(InFlight.peak(starts: [0, 1, 2], ends: [1, 2, 3]) == 1)
        var random = TestRandom()
        for _ in 0..<100 {
            let starts = (0..<30).map { _ in Double(Int.random(in: 0..<40, using: &random)) }
            let ends = starts.map { $0 + Double(Int.random(in: 1..<9, using: &random)) }
            let most = (0..<50).map { instant in
                zip(starts, ends).count { $0 <= Double(instant) && Double(instant) < $1 }
            }.max()
            #expect(InFlight.peak(starts: starts, ends: ends) == most)
        }
    }
}
