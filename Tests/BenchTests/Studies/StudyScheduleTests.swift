import ALCFSystem
import Testing

@testable import ALCFReport

@Suite struct StudyScheduleTests {
    @Test func instantsAreShownInUTC() {
        #expect(DateText.utc(1_795_845_600) == "2026-11-28 06:00 UTC")
        #expect(DateText.utc(1_795_845_605) == "2026-11-28 06:00:05 UTC")
    }

    /// Six hours stay six hours over the end of a month, of a leap year's February, of a year, and the night on which
    /// Chicago's clocks are set back.
    @Test(arguments: [
        ("2026-11-30T18:00Z", "2026-12-01T06:00Z"), ("2028-02-28T18:00Z", "2028-02-29T06:00Z"),
        ("2028-02-29T18:00Z", "2028-03-01T06:00Z"), ("2027-02-28T18:00Z", "2027-03-01T06:00Z"),
        ("2026-12-31T18:00Z", "2027-01-01T06:00Z"), ("2026-10-31T23:00-05:00", "2026-11-01T10:00-06:00"),
    ])
    func distancesHoldOverTheCalendar(_ from: String, _ third: String) throws {
        let due = StudySchedule.regular(3, every: 21_600, from: Int(try #require(CalendarTime(from)).seconds))
        #expect(due.last == CalendarTime(third).map { Int($0.seconds) })
    }

    @Test func aScheduleIsInOrderAndItsWindowsApart() {
        func fault(_ due: [Int], _ window: Int = 60) -> String? { StudySchedule(due: due, window: window).fault }
        #expect(fault([0]) == nil && fault([0, 60, 200]) == nil && fault([]) != nil)
        #expect(fault([0, 59])?.contains("too close: from session 1") == true)
        #expect(fault([0, 100, 100])?.contains("session 3 is not after") == true)
        #expect(fault([-1]) != nil && fault([253_402_300_800]) != nil)
        // A distance that no number of seconds holds is beyond the calendar, and no trap.
        #expect(fault(StudySchedule.regular(3, every: .max, from: 10)) != nil)
        #expect(StudySchedule.regular(0, every: 1, from: 1).isEmpty)
    }

    @Test func theUsualWindowIsHalfTheWayAtMost() {
        #expect(StudySchedule.usualWindow([0, 21_600]) == 3600 && StudySchedule.usualWindow([0]) == 3600)
        #expect(StudySchedule.usualWindow([0, 21_600, 22_200]) == 300 && StudySchedule.usualWindow([0, 1]) == 1)
    }

    @Test func calendarsKnowMinutes() {
        #expect(StudySchedule.wholeMinute(59.5) == 0 && StudySchedule.wholeMinute(60) == 60)
        #expect(StudySchedule.wholeMinute(119.9) == 60)
    }
}
