import ALCFJSON
import ALCFRecord
import ALCFSystem

/// The progress of a study: what is done, what is due, and what may be expected at the end.
package struct StudyStatusReport: Sendable {
    private let plan: StudyPlan
    private let state: StudyState
    private let sessions: [StudySession]
    private let head: String
    private let now: Double

    /// - Parameters:
    ///   - sessions: those that the chain has.
    ///   - head: the chain's.
    ///   - now: seconds since 1970.
    package init(_ plan: StudyPlan, state: StudyState, sessions: [StudySession], head: String, now: Double) {
        self.plan = plan
        self.state = state
        self.sessions = sessions
        self.head = head
        self.now = now
    }

    /// The report.
    package var document: Document {
        let projections = StudyProjection.all(plan, sessions, left: left)
        return Document(
            title: (plan.isSimulated ? "SIMULATED: " : "") + "Study \(plan.name): \(counts)",
            blocks: [
                .section(
                    .init(
                        "status", "Status", .verdict, isInData: true, [.list([verdict] + projections.map(\.sentence))])),
                .section(.init("sessions", "Sessions", .body, isInData: true, [.table(table)])),
                .section(.init("chain", "Chain", .body, isInData: true, [.note("Chain head \(head)")])),
            ]
        ) { json(projections) }
    }

    /// Sessions that may still be measured.
    private var left: Int { state.count(.planned) + state.count(.due) + state.count(.begun) }

    private var invalid: Int {
        sessions.count { if case .invalid = $0.outcome { true } else { false } }
    }

    private var counts: String {
        let valid = state.measured - invalid
        let others = [
            (invalid, "INVALID"), (state.count(.closed(.failed)) + state.count(.abandoned), "failed"),
            (state.missed, "missed"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return (["\(valid) of \(NumberText.count(plan.sessions.count, "session")) measured"] + others).joined(
            separator: ", ")
    }

    private var verdict: String { "\(counts); \(nextWords)." }

    private var nextWords: String {
        switch state.action {
        case .measure(let number):
            "session \(number) is due now, until \(DateText.utc(plan.sessions[number - 1].due + plan.window))"
        case .resume(let number):
            "session \(number) was interrupted and can go on until \(DateText.utc(plan.sessions[number - 1].due + plan.window))"
        case .wait(_, let due): "next due in \(DurationText.units(Double(due) - now)) (\(DateText.utc(due)))"
        case .finished: "the study is over"
        }
    }

    private func words(_ number: Int) -> (String, String) {
        let session = sessions.first { $0.number == number }
        switch state.standings[number - 1] {
        case .closed:
            switch session?.outcome {
            case .measured: return ("measured", "")
            case .invalid(_, let reason): return ("INVALID", reason)
            case .failed(let reason): return ("failed", reason)
            case .missed, nil: return ("missed", "")
            }
        case .begun: return ("interrupted", "can go on")
        case .abandoned: return ("failed", "interrupted, and its window is over")
        case .lapsed: return ("missed", "")
        case .due:
            if case .failed(let reason)? = session?.outcome { return ("due", "last try: \(reason)") }
            return ("due", "")
        case .planned: return ("planned", "")
        }
    }

    private var table: Document.Table {
        var table = Document.Table(
            "Session", ["due", "status", "note"],
            plan.sessions.enumerated().map { index, session in
                let (status, note) = words(index + 1)
                return ("\(index + 1)", [DateText.utc(session.due), status, Self.short(note)])
            })
        table.isText = true
        return table
    }

    /// The first of several reasons; the session's own report has all.
    private static func short(_ note: String) -> String {
        let parts = note.split(separator: ";", maxSplits: 1)
        return parts.count > 1 ? "\(parts[0]); and more" : note
    }

    private func json(_ projections: [StudyProjection]) -> JSONValue {
        [
            "study": .string(plan.name), "sessions": .int(plan.sessions.count),
            "measured": .int(state.measured - invalid),
            "invalid": .int(invalid), "failed": .int(state.count(.closed(.failed)) + state.count(.abandoned)),
            "missed": .int(state.missed), "left": .int(left),
            "next_due": JSONValue(state.next.map { DateText.iso8601(Double($0.due)) }),
            "next_session": JSONValue(state.next?.number), "chain_head": .string(head),
            "projections": .array(projections.map(\.json)),
            "list": .array(
                plan.sessions.enumerated().map { index, session in
                    let (status, note) = words(index + 1)
                    return [
                        "session": .int(index + 1), "due": .string(DateText.iso8601(Double(session.due))),
                        "status": .string(status), "note": note.isEmpty ? .null : .string(note),
                    ]
                }),
        ]
    }
}
