import ALCFBench
import ALCFSystem
import Synchronization

/// One line on standard error that says how far a run is; nothing where it is no terminal.
final class Progress: Sendable {
    private struct State {
        var done = 0
        var failed = 0
        var latest: [String: Double] = [:]
        /// When this session's first request began.
        var began: MonotonicTime?
    }

    private let state: Mutex<State>
    private let total: Int
    private let names: [String]
    private let isShown: Bool
    private let left: TimeLeft

    /// - Parameter done: what earlier sessions did.
    init(_ runner: BenchmarkRunner, done: RunProgress = RunProgress(), isShown: Bool) {
        total = runner.schedule.slots.count
        names = runner.targets.map(\.name)
        left = TimeLeft(runner, progress: done)
        state = Mutex(State(done: done.samples.count))
        self.isShown = isShown
    }

    func note(_ sample: Sample) {
        guard isShown else { return }
        let line = state.withLock { state in
            state.done += 1
            if state.began == nil {
                let lasted = sample.trace.end.map { max(0, $0 - sample.trace.start) } ?? 0
                state.began = MonotonicTime.now.advanced(by: -lasted)
            }
            if sample.outcome.isSuccess {
                state.latest[sample.target] = sample.metrics.serviceLatency
            } else {
                state.failed += 1
            }
            return text(state)
        }
        StandardStreams.error("\r\u{1B}[K" + line)
    }

    func end() {
        if isShown { StandardStreams.error("\r\u{1B}[K") }
    }

    private func text(_ state: State) -> String {
        let width = 20
        let filled = width * state.done / max(1, total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        var parts = ["\(bar) \(state.done)/\(total)"]
        parts += names.compactMap { name in state.latest[name].map { "\(name) \(Number.fixed($0, 2)) s" } }
        if state.failed > 0 { parts.append("\(state.failed) failed") }
        let elapsed = state.began.map { MonotonicTime.now.seconds(since: $0) } ?? 0
        if state.done < total, let left = left.seconds(done: state.done, elapsed: elapsed) {
            parts.append("about \(DurationText.words(left)) left")
        }
        // A line that wraps cannot be written over.
        return String(parts.joined(separator: "  ").prefix((Terminal.width(.error) ?? 80) - 1))
    }
}
