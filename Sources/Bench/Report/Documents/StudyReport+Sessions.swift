import ALCFStatistics
import ALCFSystem

/// The list of all sessions, those that were not measured among them.
extension StudyReport {
    var sessions: Section {
        let rows = study.sessions.map { session in
            Document.Row(
                label: "\(session.number)",
                cells: [
                    Document.Cell(DateText.iso8601(session.time)), Document.Cell(session.label),
                    Document.Cell(Self.result(session)), Document.Cell(Self.requests(session)),
                ])
        }
        let table = Document.Table(
            title: "Session", columns: ["began or was due", "record", "requests", "result"],
            rows: rows.map { row in
                Document.Row(label: row.label, cells: [row.cells[0], row.cells[1], row.cells[3], row.cells[2]])
            }, isText: true)
        return Section("sessions", "Sessions", .body, isInData: true, rows.isEmpty ? [] : [Block.table(table)])
    }

    private static func result(_ session: StudySession) -> String {
        switch session.outcome {
        case .measured: "measured"
        case .invalid(_, let reason): "INVALID, not in the figures: \(reason)"
        case .failed(let reason): "failed: \(reason)"
        case .missed: "missed"
        }
    }

    private static func requests(_ session: StudySession) -> String {
        let analysis: Analysis
        switch session.outcome {
        case .measured(let own): analysis = own
        case .invalid(let own, _): analysis = own
        case .failed, .missed: return NumberText.unknown
        }
        let (attempts, successes) = analysis.targets.reduce((0, 0)) { ($0.0 + $1.attempts, $0.1 + $1.successes) }
        return "\(successes) of \(attempts) answered"
    }
}
