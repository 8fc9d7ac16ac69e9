package import ALCFRecord
package import ALCFSystem
import Synchronization

/// Watches the instrument while a run runs: how late timers of its event loop are, and how long its threads wait for a
/// processor.
///
/// A timer of the loop costs microseconds twenty times a second, and the kernel's count is read once a second on
/// another thread: no request waits for either.
package final class InstrumentWatch: Sendable {
    /// Seconds between two timers.
    static let timerGap = 0.05
    /// Seconds between two readings of the kernel's count.
    static let readingGap = 1.0

    private struct State {
        var lags = LagSeries(gap: InstrumentWatch.timerGap)
        var meter = RunQueueMeter(gap: InstrumentWatch.readingGap)
        var due: MonotonicTime?
        var reader: Task<Void, Never>?
        var isOver = false
    }

    private let state = Mutex(State())
    private let read: @Sendable () -> RunQueueReading?

    /// - Parameter read: what reads the kernel's count.
    package init(read: @escaping @Sendable () -> RunQueueReading? = { .now }) { self.read = read }

    /// Begins. Only the first call counts.
    ///
    /// - Parameter call: runs something at a time on the thread that carries the requests.
    func start(_ call: @escaping @Sendable (MonotonicTime, @escaping @Sendable () -> Void) -> Void) {
        let first = MonotonicTime.now.advanced(by: Self.timerGap)
        let isFirst = state.withLock { state in
            guard state.due == nil, !state.isOver else { return false }
            state.due = first
            return true
        }
        guard isFirst else { return }
        take()
        let reader = Task { [self] in
            while (try? await Task.sleep(for: .seconds(Self.readingGap))) != nil { take() }
        }
        state.withLock { $0.reader = reader }
        tick(first, call)
    }

    /// Ends, and says what was seen; nil where it never began.
    package func stop() -> InstrumentCourse? {
        let reader = state.withLock { state in
            state.isOver = true
            return state.reader.take()
        }
        reader?.cancel()
        if let reading = read() { state.withLock { $0.meter.end(reading) } }
        return state.withLock { state in
            guard state.due != nil else { return nil }
            return InstrumentCourse(
                timers: LagCourse(lags: state.lags.lags, gap: state.lags.gap), runQueue: state.meter.course)
        }
    }

    private func take() {
        guard let reading = read() else { return }
        state.withLock { $0.meter.add(reading) }
    }

    private func tick(
        _ time: MonotonicTime, _ call: @escaping @Sendable (MonotonicTime, @escaping @Sendable () -> Void) -> Void
    ) {
        call(time) { [weak self] in
            guard let self, let next = self.note(at: .now) else { return }
            self.tick(next, call)
        }
    }

    /// Notes how late what is due by now is, and returns when something is due next; nil when the run is over.
    ///
    /// A timer that comes after others were due has these lags too: a request that had come then would have waited so
    /// long.
    func note(at now: MonotonicTime) -> MonotonicTime? {
        state.withLock { state in
            guard !state.isOver, var due = state.due else { return nil }
            while due <= now {
                state.lags.add(now.seconds(since: due))
                due = due.advanced(by: state.lags.gap)
            }
            state.due = due
            return due
        }
    }
}

extension RecordWriter {
    /// Adds what was seen of the instrument while the run ran.
    ///
    /// - Throws: `BenchError` when the line cannot be written in full.
    package func append(_ course: InstrumentCourse) throws(BenchError) {
        var check = InstrumentCheck(.during)
        check.course = course
        try append(check)
    }
}
