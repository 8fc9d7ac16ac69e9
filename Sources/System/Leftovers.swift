import Glibc
import Synchronization

/// Files that must not stay on the disk when a signal ends the program: temporary files, and folders with their
/// content.
enum Leftovers {
    private struct State {
        var paths: [Int: (path: String, isFolder: Bool)] = [:]
        var count = 0
    }

    private static let state = Mutex(State())

    /// Notes a file that is about to be made.
    ///
    /// - Returns: what ``forget(_:)`` takes.
    package static func add(_ path: String) -> Int {
        EndingSignals.watch()
        return state.withLock { state in
            state.count += 1
            state.paths[state.count] = (path, false)
            return state.count
        }
    }

    /// Makes a folder and notes it, with no time in between in which a signal could leave it behind.
    ///
    /// - Parameter make: makes it, and returns its path; nil where that cannot be done.
    static func addFolder(_ make: () -> String?) -> String? {
        EndingSignals.watch()
        return state.withLock { state in
            guard let path = make() else { return nil }
            state.count += 1
            state.paths[state.count] = (path, true)
            return path
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
