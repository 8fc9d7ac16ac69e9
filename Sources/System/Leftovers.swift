import Glibc
import Synchronization

/// What must not stay on the disk when a signal ends the program: temporary files, and folders with what is in them.
enum Leftovers {
    private struct State {
        var paths: [Int: (path: String, isFolder: Bool)] = [:]
        var count = 0
    }

    private static let state = Mutex(State())

    /// Notes a file or a folder that is about to be made, or just was.
    ///
    /// - Returns: what ``forget(_:)`` takes.
    static func add(_ path: String, isFolder: Bool = false) -> Int {
        EndingSignals.watch()
        return state.withLock { state in
            state.count += 1
            state.paths[state.count] = (path, isFolder)
            return state.count
        }
    }

    /// Forgets what is not there any more, or is to stay.
    static func forget(_ number: Int) { state.withLock { $0.paths[number] = nil } }

    /// Forgets a folder that has been removed.
    static func forget(folder path: String) {
        state.withLock { $0.paths = $0.paths.filter { $0.value.path != path } }
    }

    /// Removes all.
    static func removeAll() {
        let paths = state.withLock { state in
            defer { state.paths = [:] }
            return Array(state.paths.values)
        }
        for (path, isFolder) in paths {
            if isFolder { TemporaryFolder.remove(path) } else { unlink(path) }
        }
    }
}
