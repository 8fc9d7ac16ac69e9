import Dispatch

/// Work that blocks its thread: waiting for a person, a child process, or a pipe.
package enum BlockingWork {
    /// Runs `body` on a thread of its own, since every thread of the cooperative pool that waits is missing to all
    /// tasks.
    ///
    /// - Throws: what `body` throws.
    package static func run<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: Result(catching: body)) }
        }
        return try result.get()
    }
}
