import Synchronization

/// Work that is done once for all callers who ask while it is under way.
///
/// The work does not belong to a caller: one that is cancelled leaves at once, and the others get their result. The
/// result is not kept, so a failure does not affect the next attempt.
final class SingleFlight<Value: Sendable>: Sendable {
    private struct State {
        var isUnderWay = false
        var nextID = 0
        var waiting: [Int: CheckedContinuation<Value, any Error>] = [:]
        /// Callers that were cancelled before they came to wait.
        var gone: Set<Int> = []
    }

    private let state = Mutex(State())

    /// Number of waiting callers.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// True while the work of any caller is under way.
    var isUnderWay: Bool { state.withLock { $0.isUnderWay } }

    /// The result of the work that is under way, or of `work`, which is begun where there is none.
    ///
    /// - Throws: what the work throws, or `CancellationError` when the caller is cancelled.
    func run(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        // A caller may be cancelled in the moment its result comes.
        defer { state.withLock { _ = $0.gone.remove(id) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                join(id, continuation, work)
            }
        } onCancel: {
            let continuation = state.withLock { state in
                let continuation = state.waiting.removeValue(forKey: id)
                if continuation == nil { state.gone.insert(id) }
                return continuation
            }
            continuation?.resume(throwing: CancellationError())
        }
    }

    private func join(
        _ id: Int, _ continuation: CheckedContinuation<Value, any Error>,
        _ work: @escaping @Sendable () async throws -> Value
    ) {
        let (isGone, begins) = state.withLock { state -> (Bool, Bool) in
            if state.gone.remove(id) != nil { return (true, false) }
            state.waiting[id] = continuation
            defer { state.isUnderWay = true }
            return (false, !state.isUnderWay)
        }
        if isGone { continuation.resume(throwing: CancellationError()) }
        guard begins else { return }
        Task.detached {
            let result: Result<Value, any Error>
            do { result = .success(try await work()) } catch { result = .failure(error) }
            self.land(result)
        }
    }

    private func land(_ result: Result<Value, any Error>) {
        let waiting = state.withLock { state in
            state.isUnderWay = false
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume(with: result) }
    }
}
