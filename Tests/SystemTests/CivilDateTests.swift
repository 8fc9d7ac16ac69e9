import ALCFSystem
import Testing

@Suite struct CivilDateTests {
    /// By `date -ud`.
    @Test(
        arguments: [
            ([1970, 1, 1, 0, 0, 0], 0.0), ([2000, 2, 29, 23, 59, 59], 951_868_799),
            ([2026, 11, 22, 8, 30, 0], 1_795_336_200),
            ([2100, 3, 1, 0, 0, 0], 4_107_542_400), ([1999, 12, 31, 12, 0, 0], 946_641_600),
        ] as [([Int], Double)])
    func secondsSince1970(_ parts: [Int], _ seconds: Double) {
        #expect(
            CivilDate.seconds(
                year: parts[0], month: parts[1], day: parts[2], hour: Double(parts[3]), minute: Double(parts[4]),
                second: Double(parts[5])) == seconds)
    }

    @Test(arguments: [[1969, 1, 1], [10_000, 1, 1], [2026, 0, 1], [2026, 13, 1], [2026, 1, 0], [2026, 1, 32]])
    func whatIsNoDate(_ parts: [Int]) {
        #expect(CivilDate.seconds(year: parts[0], month: parts[1], day: parts[2]) == nil)
    }
}
