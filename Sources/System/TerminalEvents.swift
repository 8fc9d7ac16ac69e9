@preconcurrency import Dispatch
import Glibc
import Synchronization

/// An event of a terminal whose keys are taken one by one.
package enum TerminalEvent: Sendable, Hashable {
    /// Keys as they came.
    case bytes([UInt8])
    /// The window has another size.
    case resized
    /// Somebody asked the program to stop what it does (SIGINT).
    case interrupt
    /// There will be no more.
    case closed
}

/// Reads a terminal on a thread of its own. Signals that end the program first put the terminal in order.
package enum TerminalEvents {
    /// The pipe by which signal handlers reach the thread; -1 for none.
    private static let pipe = Atomic<Int32>(-1)

    /// Begins to read standard input, and calls `receive` with what comes, until the program ends.
    package static func start(_ receive: @escaping @Sendable (TerminalEvent) -> Void) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { return receive(.closed) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        pipe.store(ends[1], ordering: .sequentiallyConsistent)
        for number in [SIGWINCH, SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
            signal(number) { number in
                let error = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(TerminalEvents.pipe.load(ordering: .sequentiallyConsistent), &byte, 1)
                errno = error
            }
        }
        let wakeUp = ends[0]
        DispatchQueue(label: "terminal").async { read(wakeUp, receive) }
    }

    private static func read(_ wakeUp: Int32, _ receive: (TerminalEvent) -> Void) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var sources = [
                pollfd(fd: 0, events: Int16(POLLIN), revents: 0), pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&sources, 2, -1) > 0 else { continue }
            if sources[1].revents != 0 {
                let count = Glibc.read(wakeUp, &buffer, buffer.count)
                for number in buffer.prefix(max(0, count)) { handle(Int32(number), receive) }
            }
            guard sources[0].revents != 0 else { continue }
            let count = Glibc.read(0, &buffer, buffer.count)
            if count > 0 {
                receive(.bytes(Array(buffer[..<count])))
            } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
                return receive(.closed)
            }
        }
    }

    private static func handle(_ number: Int32, _ receive: (TerminalEvent) -> Void) {
        switch number {
        case SIGWINCH: receive(.resized)
        case SIGINT: receive(.interrupt)
        default:
            TerminalMode.restore()
            EndingSignals.endProgram(by: number)
        }
    }
}
