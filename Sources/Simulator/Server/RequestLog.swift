import Synchronization

/// The latest requests, without anything that could be a credential.
final class RequestLog: Sendable {
    private static let limit = 10_000
    private let list = Mutex<[LoggedRequest]>([])

    func append(_ entry: LoggedRequest) {
        list.withLock { list in
            list.append(entry)
            // Dropped in batches, so that a long run does not shift the whole list with every request.
            if list.count >= 2 * Self.limit { list.removeFirst(list.count - Self.limit) }
        }
    }

    func entries() -> [LoggedRequest] { list.withLock { Array($0.suffix(Self.limit)) } }
}
