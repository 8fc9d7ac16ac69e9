import Glibc

/// A trial of what the token file needs from its folder: a lock, and a file that is written, flushed and renamed.
package struct FolderProbe: Sendable, Hashable {
    /// A result of one of the two.
    package enum Outcome: Sendable, Hashable {
        /// It worked, in so many seconds.
        case works(Double)
        /// It did not.
        case fails(FileError)
        /// The file system has no locks.
        case unsupported
    }

    /// An advisory lock between processes.
    package let lock: Outcome
    /// A small file.
    package let write: Outcome

    /// Results by their parts.
    package init(lock: Outcome, write: Outcome) {
        self.lock = lock
        self.write = write
    }

    /// Tries it with files of its own in `folder`, and removes them.
    package static func run(in folder: String) -> FolderProbe {
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        let path = (folder == "/" ? "" : folder) + "/.alcf-doctor-\(getpid())-\(random)"
        let leftover = Leftovers.add(path)
        defer {
            unlink(path)
            Leftovers.forget(leftover)
        }
        let write = writing(path)
        guard case .works = write else { return FolderProbe(lock: write, write: write) }
        return FolderProbe(lock: locking(path), write: write)
    }

    private static func writing(_ path: String) -> Outcome {
        let start = MonotonicTime.now
        do throws(FileError) {
            try AtomicFile.write([UInt8](repeating: 0x20, count: 4096), to: path)
            return .works(MonotonicTime.now.seconds(since: start))
        } catch { return .fails(error) }
    }

    private static func locking(_ path: String) -> Outcome {
        let start = MonotonicTime.now
        guard case .held(let lock) = FileLock.attempt(path) else { return .unsupported }
        return withExtendedLifetime(lock) { .works(MonotonicTime.now.seconds(since: start)) }
    }
}
