import Synchronization

/// The numbers of requests in the order in which they came and ended, and how many are under way.
final class RequestCounter: Sendable {
    private let state = Mutex((begun: 0, ended: 0))

    /// Returns the number of a request that begins; nil where too many are under way.
    func begin(limit: Int) -> Int? {
        state.withLock { state in
            guard state.begun - state.ended < limit else { return nil }
            state.begun += 1
            return state.begun
        }
    }

    /// Returns the place of a request that ends in the order of the ends.
    func end() -> Int {
        state.withLock { state in
            state.ended += 1
            return state.ended
        }
    }
}
