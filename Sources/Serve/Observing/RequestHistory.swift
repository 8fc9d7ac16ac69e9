import Synchronization

/// The latest requests, for the page that shows them.
package final class RequestHistory: ServedRequestObserver {
    /// The most requests that are kept.
    package static let capacity = 500

    private let requests = Mutex<[ServedRequest]>([])

    /// An empty history.
    package init() {}

    /// Takes note of a request.
    package func ended(_ request: ServedRequest) {
        requests.withLock { requests in
            requests.append(request)
            // Seldom: all that stay are moved.
            if requests.count >= 2 * Self.capacity { requests.removeFirst(requests.count - Self.capacity) }
        }
    }

    /// Returns the requests that ended after the first `count` that ever did, oldest first, and the count to ask with
    /// next.
    package func after(_ count: Int) -> (requests: [ServedRequest], next: Int) {
        requests.withLock { requests in
            let last = requests.last?.order ?? 0
            // A page that was open before a restart counts from another beginning.
            let known = count > last ? 0 : count
            return (requests.suffix(Self.capacity).filter { $0.order > known }, last)
        }
    }
}
