/// A limit on the time that something may take, whether or not it can be stopped: a system call on a dead network file
/// system cannot.
enum Deadline {
    /// Returns what `body` returns; nil where that takes longer than `limit`. Then nobody waits for it any more.
    static func run<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let (stream, continuation) = AsyncStream.makeStream(of: Value?.self)
        let work = Task { continuation.yield(await body()) }
        let timer = Task {
            try? await Task.sleep(for: limit)
            continuation.yield(nil)
        }
        defer {
            work.cancel()
            timer.cancel()
        }
        for await value in stream { return value }
        return nil
    }
}
