import ALCFSystem
import Testing

@testable import ALCFStatistics

@Suite struct NumberTextTests {
    @Test(arguments: [
        (4.7812, "4.78"), (0.01234, "0.0123"), (12.345, "12.3"), (4_610.4, "4610"), (9.996, "10.0"), (99.96, "100"),
        (0, "0"),
        (-3.14159, "−3.14"), (1, "1.00"), (0.9999, "1.00"), (1e-12, "0"), (123_456.7, "123457"),
    ])
    func threeDigits(_ value: Double, _ text: String) { #expect(NumberText.significant(value) == text) }

    @Test func fixedDigits() {
        #expect(NumberText.fixed(2.5, 0) == "3")
        #expect(NumberText.fixed(-0.04, 1) == "0.0")
        #expect(NumberText.fixed(-0.05, 1) == "−0.1")
        #expect(NumberText.fixed(0.05, 2) == "0.05")
        #expect(NumberText.fixed(1_234.5678, 3) == "1234.568")
        for unknown in [nil, Double.nan, .infinity] { #expect(NumberText.fixed(unknown, 2) == "–") }
        #expect(NumberText.significant(nil) == "–")
    }

    /// One sign for people, one for programs.
    @Test func thereIsOneMinusSign() {
        #expect(NumberText.fixed(-0.5, 2) == "−0.50" && NumberText.significant(-12.3) == "−12.3")
        #expect(NumberText.machine(-0.5, 2) == "-0.50" && NumberText.machine(1.25, 1) == "1.3")
    }

    @Test func ratiosAndTheirRanges() {
        #expect(
            [0.051, 0.97, 1.994, 1.996, 2.94, 120.4].map { NumberText.ratio($0) } == [
                "0.051", "0.97", "1.99", "2.0", "2.9", "120",
            ])
        #expect(NumberText.ratioRange(Interval(lower: 1.004, upper: 1.3)) == "1.004 to 1.30")
        #expect(NumberText.ratioRange(Interval(lower: 0.9, upper: 1)) == "0.90 to 1.00")
    }

    @Test func otherForms() {
        #expect([7.0, 42.4, 1_006, 384].map { NumberText.rounded($0) } == ["7", "42", "1000", "380"])
        #expect(NumberText.plain(10) == "10" && NumberText.plain(2.5) == "2.5" && NumberText.plain(0.7) == "0.7")
        #expect(NumberText.plain(5.000000001) == "5" && NumberText.plain(1234.5) == "1235")
        #expect(NumberText.count(1, "pair") == "1 pair" && NumberText.count(0, "pair") == "0 pairs")
    }
}
