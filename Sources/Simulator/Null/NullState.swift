import ALCFSystem
import Synchronization

/// The state that the connections of a null server share.
final class NullState: Sendable {
    /// The most entries that are kept.
    private static let capacity = 4_000_000

    /// Answer to requests that name no schedule.
    let standard: NullAnswer
    private let answers = Mutex<[String: NullAnswer]>([:])
    private let log = Mutex<[NullLogEntry]>([])

    init(_ schedule: NullSchedule) { standard = NullAnswer(schedule) }

    /// The answer of the schedule that a path begins with; the standard one where it begins otherwise.
    func answer(path: String) -> NullAnswer {
        let component = String(path.dropFirst().prefix { $0 != "/" })
        guard component.contains("=") else { return standard }
        return answers.withLock { answers in
            if let known = answers[component] { return known }
            guard answers.count < 64, let schedule = NullSchedule(pathComponent: component) else { return standard }
            let new = NullAnswer(schedule)
            answers[component] = new
            return new
        }
    }

    func append(_ entry: NullLogEntry) {
        log.withLock { if $0.count < Self.capacity { $0.append(entry) } }
    }

    /// The log, which begins anew.
    func takeLog() -> [NullLogEntry] {
        log.withLock { log in
            let entries = log
            log = []
            return entries
        }
    }
}
