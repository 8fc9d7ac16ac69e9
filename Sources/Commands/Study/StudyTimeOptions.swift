import ALCFReport
import ALCFSystem
import ArgumentParser

/// The options that set when the sessions of a study are.
struct StudyTimeOptions: ParsableArguments {
    @Option(help: "Number of sessions; with '--every'. Five are the fewest from which anything follows for other days.")
    var sessions: Int?

    @Option(
        help: ArgumentHelp("Time from one session to the next, as in 90m, 6h or 30h.", valueName: "time"))
    var every: TimeSpan?

    @Option(
        help: ArgumentHelp(
            "When the first session is due, with its zone, as in 2026-11-28T06:00Z or 2026-11-28T00:00-06:00; now by default.",
            valueName: "instant"))
    var from: Instant?

    @Option(
        help: ArgumentHelp(
            "When a session is due, instead of '--sessions' and '--every'. May be repeated.", valueName: "instant")
    )
    var at: [Instant] = []

    @Option(
        help: ArgumentHelp(
            "How long after it is due a session may begin; an hour by default, but at most half the time to the next.",
            valueName: "time"))
    var window: TimeSpan?

    func validate() throws {
        if at.isEmpty {
            try require(
                sessions != nil && (every != nil || sessions == 1),
                "Say when the sessions are: '--sessions 12 --every 6h', or '--at' for each.")
        } else {
            try require(
                sessions == nil && every == nil && from == nil,
                "'--at' sets each session: it excludes '--sessions', '--every' and '--from'.")
        }
        try require(
            sessions.map(StudyPlan.Limits.sessions.contains) ?? true, "'--sessions' must be from 1 to 1000.")
        try require(at.count <= StudyPlan.Limits.sessions.upperBound, "There can be at most 1000 sessions.")
        try require(
            every.map { $0.seconds >= 1 && $0.seconds == $0.seconds.rounded() } ?? true,
            "'--every' must be a whole number of seconds, and at least one.")
        try require(
            window.map {
                $0.seconds == $0.seconds.rounded() && StudyPlan.Limits.window.contains(Int(clamping: $0.seconds))
            }
                ?? true, "'--window' must be from 1s to 7d.")
    }

    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - mayBePast: whether sessions may be at simulated times that are over.
    /// - Throws: `UsageError` for sessions that cannot be kept apart, or are over already.
    func schedule(now: Double, mayBePast: Bool) throws -> StudySchedule {
        let due =
            at.isEmpty
            ? StudySchedule.regular(
                sessions ?? 1, every: Int(clamping: every?.seconds ?? 0),
                from: from?.seconds ?? StudySchedule.wholeMinute(now)) : at.map(\.seconds).sorted()
        let schedule = StudySchedule(
            due: due, window: window.map { Int(clamping: $0.seconds) } ?? StudySchedule.usualWindow(due))
        if let fault = schedule.fault {
            throw UsageError("the sessions \(fault)", remedy: "Set them further apart, or make '--window' shorter.")
        }
        if !mayBePast, let first = due.first, Double(first + schedule.window) < now {
            throw UsageError(
                "the first session was due \(DateText.utc(first)), and its window is over: a plan is made before anything is measured",
                remedy: "Give instants that are yet to come.")
        }
        return schedule
    }
}

/// An instant as it is typed, with its zone: `2026-11-28T06:00Z`.
struct Instant: ExpressibleByArgument {
    let seconds: Int

    init?(argument: String) {
        guard let time = CalendarTime(argument), time.seconds >= 0 else { return nil }
        seconds = Int(clamping: time.seconds)
    }
}
