import Glibc

/// An advisory lock between processes, held until the value is let go or the process ends.
///
/// It is `flock(2)` on a file of its own, which stays behind: removing it would let two processes hold "the" lock.
package final class FileLock: Sendable {
    private let descriptor: CInt

    private init(descriptor: CInt) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// The result of an attempt to lock.
    package enum Attempt: Sendable {
        /// It is ours.
        case held(FileLock)
        /// Somebody else has it.
        case busy
        /// There can be no lock: the file system has none, or the lock file cannot be made.
        case unsupported
    }

    /// Tries once to take the lock, and does not wait.
    package static func attempt(_ path: String) -> Attempt {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return .unsupported }
        let lock = FileLock(descriptor: descriptor)
        var result: CInt
        repeat { result = flock(descriptor, LOCK_EX | LOCK_NB) } while result != 0 && errno == EINTR
        let number = errno
        if result == 0 { return .held(lock) }
        return number == EWOULDBLOCK ? .busy : .unsupported
    }

    /// Waits for the lock.
    ///
    /// - Parameters:
    ///   - seconds: how long to wait at most, counted in pauses.
    ///   - pause: waits for so many seconds; a test gives another.
    /// - Returns: what came of it in the end: `busy` when the time was over.
    /// - Throws: what `pause` throws, as when the task is cancelled.
    package static func acquire(
        _ path: String, within seconds: Double,
        pause: @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) async throws -> Attempt {
        var waited = 0.0
        var step = 0.005
        while true {
            let attempt = attempt(path)
            guard case .busy = attempt, waited < seconds else { return attempt }
            try await pause(step)
            waited += step
            step = min(step * 2, 0.1)
        }
    }
}
