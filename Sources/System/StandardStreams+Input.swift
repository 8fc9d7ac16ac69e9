import Glibc

extension StandardStreams {
    /// Returns when standard input has ended, or after so many seconds. What comes in is thrown away.
    package static func inputEnds(within seconds: Double) async {
        let end = MonotonicTime.now.advanced(by: seconds)
        await BlockingWork.run { waitForEnd(until: end) }
    }

    private static func waitForEnd(until end: MonotonicTime) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let left = end.seconds(since: .now)
            guard left > 0 else { return }
            var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, CInt(min(left, 1000) * 1000) + 1) > 0 else { continue }
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) { return }
        }
    }
}
