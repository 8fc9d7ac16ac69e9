import ALCFRecord
import ALCFSimulator
import ALCFSystem
import ArgumentParser

extension SimulationArguments {
    /// Whether the simulated services are to depend on the calendar, or to be of another time.
    var hasCalendar: Bool { !dayFactor.isEmpty || !hourFactor.isEmpty || time != nil }

    /// - Throws: `ValidationError` naming the option and how it is written.
    func calendar() throws -> SimulatedCalendar {
        var calendar = SimulatedCalendar()
        let sizes = SimulatedCalendar.sizes
        calendar.dayFactor = try Self.parts(
            dayFactor, "--day-factor", "metis=0.1: a standard deviation up to \(sizes.upperBound)"
        ) { text in Double(text).flatMap { sizes.contains($0) ? $0 : nil } }
        calendar.hourFactor = try Self.parts(
            hourFactor, "--hour-factor",
            "metis=0.2/15: an amplitude up to \(sizes.upperBound), and an hour of the day from 0 up to 24",
            HourFactor.init)
        if let time {
            guard let start = CalendarTime(time) else {
                throw ValidationError(
                    "'\(time)' is nothing that '--time' takes: write it as in 2026-11-27T06:00:00Z or 2026-11-27T06:00+01:00."
                )
            }
            calendar.start = start
        }
        return calendar
    }
}
