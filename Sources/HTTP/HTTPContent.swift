import Synchronization

/// The body of a request, one for all copies of it, so that it can be let go while calls still hold these.
final class HTTPContent: Sendable {
    private let kept: Mutex<[UInt8]>

    init(_ bytes: [UInt8]) { kept = Mutex(bytes) }

    /// The bytes; none once they were let go.
    var bytes: [UInt8] { kept.withLock { $0 } }

    /// Lets the bytes go: no copy of the request is sent again.
    func letGo() { kept.withLock { $0 = [] } }
}
