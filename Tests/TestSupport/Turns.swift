import ALCFSystem
import Synchronization

/// Leave for so many to do something at a time; all others wait for their turn, in order and without a thread.
final class Turns: Sendable {
    private struct State {
        var free: Int
        var waiting = Queue<CheckedContinuation<Void, Never>>()
    }

    private let state: Mutex<State>

    init(_ count: Int) { state = Mutex(State(free: count)) }

    /// Does something when it has a turn.
    func take<Result>(_ body: () async throws -> Result) async rethrows -> Result {
        await wait()
        defer { pass() }
        return try await body()
    }

    private func wait() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func pass() {
        let next = state.withLock { state in
            let next = state.waiting.popFirst()
            if next == nil { state.free += 1 }
            return next
        }
        next?.resume()
    }
}
