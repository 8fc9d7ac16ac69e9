import ALCFSystem
import NIOCore
import Synchronization

/// The thread of a client's connection, as a place for tasks: an answer is read, judged and sent on it, with no change
/// of threads between.
///
/// A job that another one leads to runs right behind it, before any other connection is read. Of many requests that
/// come at one time, the first has left for the service before the last is looked at.
final class LoopExecutor: TaskExecutor {
    /// Number of jobs in a row after which the connections have their turn.
    private static let row = 256

    private struct State {
        var jobs = Queue<UnownedJob>()
        /// Whether the loop was asked to run them, and has yet to begin.
        var isCalled = false
        var isRunning = false
    }

    private let loop: any EventLoop
    private let state = Mutex(State())

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustCall = state.withLock { state in
            state.jobs.append(job)
            if state.isRunning || state.isCalled { return false }
            state.isCalled = true
            return true
        }
        if mustCall { loop.execute { [self] in now() } }
    }

    /// Does `work` on the loop's own thread, and then at once all the jobs that it leads to.
    func now(_ work: () -> Void = {}) {
        loop.preconditionInEventLoop()
        let isFirst = state.withLock { state in
            defer { state.isRunning = true }
            return !state.isRunning
        }
        work()
        guard isFirst else { return }
        for _ in 0..<Self.row {
            guard let job = next() else { return }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
        state.withLock { ($0.isRunning, $0.isCalled) = (false, true) }
        loop.execute { [self] in now() }
    }

    private func next() -> UnownedJob? {
        state.withLock { state in
            let job = state.jobs.popFirst()
            if job == nil { (state.isRunning, state.isCalled) = (false, false) }
            return job
        }
    }
}
