import Synchronization

/// The state of the server: of its sign-in, as `/health` and the page tell it, and whether it is being stopped.
package final class ServiceState: Sendable {
    private let warning = Mutex<String?>(nil)
    private let stopping = Atomic(false)

    /// A state without a warning.
    package init() {}

    /// The present warning, as that a sign-in is due; nil for none. Without secrets.
    package var currentWarning: String? {
        get { warning.withLock { $0 } }
        set { warning.withLock { $0 = newValue } }
    }

    /// Whether the server is being stopped, which breaks off the requests under way.
    package var isStopping: Bool {
        get { stopping.load(ordering: .relaxed) }
        set { stopping.store(newValue, ordering: .relaxed) }
    }
}
