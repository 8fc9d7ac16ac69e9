import Testing

@testable import ALCFStatistics

/// Known answers are those of the same model written with dense matrices in NumPy 2.4 and Student's t of SciPy 1.17: the restricted
/// likelihood from determinants and inverses, where the program has a filter.
@Suite struct MemoryModelTests {
    private let restless = [0.31, -0.12, 0.45, 0.05, -0.33, 0.27, 0.11, -0.41, 0.2, -0.05, 0.38, -0.22]
    private let lasting = [
        0.1, 0.3, 0.25, 0.4, 0.5, 0.4, 0.2, 0.05, 0.1, 0.0, -0.2, -0.1, 0.05, 0.25, 0.3, 0.25,
    ]

    private func model(_ values: [Double], weights: [Double]? = nil) throws -> MemoryModel {
        try #require(MemoryModel(values, weights: weights ?? values.map { _ in 1 }))
    }

    @Test func agreesWithDenseMatricesWhereNothingLasts() throws {
        let model = try model(restless)
        #expect(isClose(model.law.halfWidth(), 0.20925667857813812, 1e-3))
        #expect(isClose(model.law.standardError, 0.0982999149393061, 1e-3))
        #expect(isClose(model.probability, 0.16944574549424485, 1e-6))
        #expect(isClose(model.effectiveCount, 8.266566846975055, 1e-6))
        #expect(isClose(model.shortProbability, 0.06413804842540079, 1e-6))
        #expect(!model.isShort)
    }

    @Test func agreesWithDenseMatricesWhereLoadLasts() throws {
        let model = try model(lasting)
        #expect(isClose(model.law.halfWidth(), 0.26103739700672757, 1e-3))
        #expect(isClose(model.probability, 0.9898842198070295, 1e-6))
        #expect(isClose(model.effectiveCount, 2.6281265953708384, 1e-6))
        #expect(isClose(model.shortProbability, 0.715432070725557, 1e-6))
        #expect(model.isShort)
    }

    @Test func agreesWithDenseMatricesWhereWeightsDiffer() throws {
        let model = try model(lasting, weights: [1, 2, 1, 3, 1, 1, 2, 1, 1, 4, 1, 1, 2, 1, 1, 1])
        #expect(isClose(model.law.halfWidth(), 0.26183907733059647, 1e-3))
        #expect(isClose(model.effectiveCount, 2.4471587144343396, 1e-6))
    }

    @Test func neitherUnitNorLevelMatters() throws {
        let (one, other) = (try model(lasting), try model(lasting.map { 1_000 + 50 * $0 }))
        #expect(isClose(other.law.halfWidth(), 50 * (one.law.halfWidth() ?? 0), 1e-6))
        #expect(isClose(other.probability, one.probability, 1e-6))
    }

    @Test func directionOfTimeDoesNotMatter() throws {
        #expect(isClose(try model(lasting.reversed()).law.halfWidth(), try model(lasting).law.halfWidth() ?? 0, 1e-6))
    }

    @Test func whatNeverVariesIsKnown() throws {
        let model = try model([2, 2, 2, 2])
        #expect(model.law.standardError == 0)
        #expect(model.law.halfWidth() == 0)
        #expect(!model.isShort)
    }

    @Test func whatCannotBeSeriesIsNone() {
        #expect(MemoryModel([1], weights: [1]) == nil)
        #expect(MemoryModel([1, .nan], weights: [1, 1]) == nil)
        #expect(MemoryModel([1, 2], weights: [1, 0]) == nil)
        #expect(MemoryModel([1, 2], weights: [1]) == nil)
    }

    /// The order of the very same values decides: sorted, they look like a drift, and the mean is known far less well.
    @Test func orderIsWhatTells() throws {
        let (mixed, sorted) = (try model(restless), try model(restless.sorted()))
        #expect((sorted.law.halfWidth() ?? 0) > 1.3 * (mixed.law.halfWidth() ?? 0))
        #expect(sorted.isShort)
    }
}
