import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem
import Synchronization

/// The progress of a run on standard error: a line that is written over on a terminal, and a line now and then in a
/// log.
final class Progress: Sendable {
    private struct State {
        var log = ProgressLog()
        var done = 0
        var failed = 0
        var latest: [String: Double] = [:]
        /// Time when this session's first request began.
        var began: MonotonicTime?
    }

    private let state: Mutex<State>
    private let total: Int
    private let names: [String]
    private let isShown: Bool
    private let left: TimeLeft

    private let isOverwritten = Terminal.takesEscapes(.error)

    /// - Parameter done: what earlier sessions did.
    init(_ runner: BenchmarkRunner, done: RunProgress = RunProgress(), isShown: Bool) {
        total = runner.ownSchedule.slots.count
        names = runner.targets.map(\.name)
        left = TimeLeft(runner, progress: done)
        state = Mutex(State(done: done.samples.count))
        self.isShown = isShown
    }

    func note(_ sample: Sample) {
        guard isShown else { return }
        let line: String? = state.withLock { state in
            state.done += 1
            if state.began == nil {
                let lasted = sample.trace.end.map { max(0, $0 - sample.trace.start) } ?? 0
                state.began = MonotonicTime.now.advanced(by: -lasted)
            }
            if sample.outcome.isSuccess {
                state.latest[sample.target] = sample[.serviceLatency]
            } else {
                state.failed += 1
            }
            if isOverwritten { return text(state) }
            return state.log.isDue(at: elapsed(state)) ? logText(state) : nil
        }
        if let line { StandardStreams.error(isOverwritten ? "\r\u{1B}[K" + line : line + "\n") }
    }

    func end() {
        if isShown, isOverwritten { StandardStreams.error("\r\u{1B}[K") }
    }

    private func logText(_ state: State) -> String {
        var parts = ["\(state.done) of \(total) requests"]
        if state.failed > 0 { parts.append("\(state.failed) failed") }
        parts += left(state).map { [$0] } ?? []
        return parts.joined(separator: ", ")
    }

    /// Seconds since this session's first request began.
    private func elapsed(_ state: State) -> Double { state.began.map { MonotonicTime.now.seconds(since: $0) } ?? 0 }

    private func left(_ state: State) -> String? {
        guard state.done < total, let left = left.seconds(done: state.done, elapsed: elapsed(state)) else { return nil }
        return "about \(DurationText.units(left)) left"
    }

    private func text(_ state: State) -> String {
        let width = 20
        let filled = width * state.done / max(1, total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        var parts = ["\(bar) \(state.done)/\(total)"]
        parts += names.compactMap { name in state.latest[name].map { "\(name) \(NumberText.fixed($0, 2)) s" } }
        if state.failed > 0 { parts.append("\(state.failed) failed") }
        parts += left(state).map { [$0] } ?? []
        // A line that wraps cannot be written over.
        return String(parts.joined(separator: "  ").safeOnOneLine.prefix((Terminal.width(.error) ?? 80) - 1))
    }
}

/// The times of lines in a log, which are few.
struct ProgressLog {
    /// Seconds from the beginning to the first line, and between two lines.
    static let interval = 15.0

    private var last = 0.0

    /// Whether a line is to be written at this time, in seconds since the run began; then the next one is due later.
    mutating func isDue(at seconds: Double) -> Bool {
        guard seconds - last >= Self.interval else { return false }
        last = seconds
        return true
    }
}
