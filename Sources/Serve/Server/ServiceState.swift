import Synchronization

/// The state of the sign-in as `/health` and the page tell it.
package final class ServiceState: Sendable {
    private let warning = Mutex<String?>(nil)

    /// A state without a warning.
    package init() {}

    /// The present warning, as that a sign-in is due; nil for none. Without secrets.
    package var currentWarning: String? {
        get { warning.withLock { $0 } }
        set { warning.withLock { $0 = newValue } }
    }
}
