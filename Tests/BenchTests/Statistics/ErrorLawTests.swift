import Testing

@testable import ALCFStatistics

@Suite struct ErrorLawTests {
    /// scipy.stats.t.ppf(0.975, 9) × 2 = 4.524314325596, and t.sf(1.5, 9) = 0.083925328029.
    @Test func onePartIsStudentsT() {
        let law = ErrorLaw(standardError: 2, degrees: 9)
        #expect(isClose(law.halfWidth(), 4.524314325596, 1e-9))
        #expect(isClose(law.tail(3), 0.083925328029, 1e-9))
        #expect(isClose(law.pValue(-3), 2 * 0.083925328029, 1e-9))
        #expect(law.standardError == 2)
    }

    /// 0.7 · sf(h) + 0.3 · sf(h ÷ 3) = 0.025 of Student's t with 9 degrees of freedom at h = 4.552587504555 (scipy.optimize.brentq).
    @Test func twoPartsAreBetween() throws {
        let law = ErrorLaw(
            [.init(weight: 7, standardError: 1), .init(weight: 3, standardError: 3)], degrees: 9)
        let half = try #require(law.halfWidth())
        #expect(isClose(half, 4.552587504555, 1e-7))
        #expect(isClose(law.tail(half), 0.025, 1e-6))
        #expect(half > 2.2621571627409915 && half < 3 * 2.2621571627409915)
        #expect(isClose(law.parts[0].weight, 0.7))
        #expect(law.worst.standardError == 3)
    }

    @Test func noErrorIsCertainButNeverZero() {
        let law = ErrorLaw(standardError: 0, degrees: 5)
        #expect(law.pValue(0) == 1)
        #expect(law.pValue(0.1) == 0x1p-52)
        #expect(law.halfWidth(level: 1.5) == nil)
    }

    @Test func variancesAddButNeverVanish() {
        let law = ErrorLaw(standardError: 2, degrees: 9)
        #expect(isClose(law.adding(variance: 5, floor: 0.5, degrees: 4).standardError, 3))
        #expect(isClose(law.adding(variance: -10, floor: 0.5, degrees: 4).standardError, 2.0.squareRoot()))
        #expect(law.adding(variance: 0, floor: 0.5, degrees: 4).degrees == 4)
    }
}
