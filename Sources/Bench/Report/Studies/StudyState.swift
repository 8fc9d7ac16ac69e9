/// The progress of a study, and what is to be done now: a pure function of its plan, its chain and the time.
package struct StudyState: Sendable, Hashable {
    /// The end of a session, as the chain has it.
    package enum Entry: Sendable, Hashable {
        /// It was measured, whether or not its record is valid.
        case measured
        /// It could not be measured.
        case failed
        /// It was not begun within its window.
        case missed
    }

    /// The standing of a session.
    package enum Standing: Sendable, Hashable {
        /// The chain has it.
        case closed(Entry)
        /// It was begun, and its window is open: it can go on.
        case begun
        /// It was begun, and its window closed before it had ended.
        case abandoned
        /// It was not begun, and its window is over; the chain does not say so yet.
        case lapsed
        /// Its window is open.
        case due
        /// Its time is yet to come.
        case planned
    }

    /// A thing to be done.
    package enum Action: Sendable, Hashable {
        /// Measure a session.
        case measure(Int)
        /// Go on with one that was begun.
        case resume(Int)
        /// Wait for the next session, which is due at an instant in seconds since 1970.
        case wait(Int, until: Int)
        /// Nothing: all sessions are over.
        case finished
    }

    /// The sessions' standings, in order; that of session 1 is the first.
    package let standings: [Standing]
    private let due: [Int]

    /// - Parameters:
    ///   - entries: what the chain says, by number from 1.
    ///   - begun: sessions that have a record.
    ///   - attempted: sessions that were tried, and of which nothing could be sent.
    ///   - now: seconds since 1970.
    package init(
        _ schedule: StudySchedule, entries: [Int: Entry], begun: Set<Int> = [], attempted: Set<Int> = [], now: Double
    ) {
        due = schedule.due
        standings = schedule.due.enumerated().map { index, due in
            let number = index + 1
            if let entry = entries[number] { return .closed(entry) }
            let isOver = now > Double(due + schedule.window)
            if begun.contains(number) { return isOver ? .abandoned : .begun }
            if isOver, attempted.contains(number) { return .closed(.failed) }
            return isOver ? .lapsed : now >= Double(due) ? .due : .planned
        }
    }

    /// The thing to be done now, after ``unclosed`` are.
    package var action: Action {
        for (index, standing) in standings.enumerated() {
            switch standing {
            case .begun: return .resume(index + 1)
            case .due: return .measure(index + 1)
            case .planned: return .wait(index + 1, until: due[index])
            case .closed, .abandoned, .lapsed: continue
            }
        }
        return .finished
    }

    /// Sessions that are over without a link of the chain, in order: each has its standing ``Standing/lapsed`` or
    /// ``Standing/abandoned``.
    package var unclosed: [(number: Int, standing: Standing)] {
        standings.enumerated().filter { $0.element == .lapsed || $0.element == .abandoned }
            .map { (number: $0.offset + 1, standing: $0.element) }
    }

    /// The next session that can begin or go on, and when it is due; nil where none is left.
    package var next: (number: Int, due: Int)? {
        let index = standings.firstIndex { $0 == .begun || $0 == .due || $0 == .planned }
        return index.map { (number: $0 + 1, due: due[$0]) }
    }

    /// Number of sessions of a standing.
    package func count(_ standing: Standing) -> Int { standings.count { $0 == standing } }

    /// Number of sessions that were measured and are valid.
    package var measured: Int { count(.closed(.measured)) }

    /// Number of sessions that were missed, whether or not the chain says so yet.
    package var missed: Int { count(.closed(.missed)) + count(.lapsed) }
}
