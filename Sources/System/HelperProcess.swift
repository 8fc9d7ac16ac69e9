import Glibc
import Synchronization

/// A program that works for this one: it says something on its output, and ends when its input does.
///
/// The other end of its input is ours alone, so it ends with us, however we end; ``stop()`` ends it before. One that is
/// let go without that is told to end, and not waited for.
package final class HelperProcess: Sendable {
    private let id: pid_t
    private let stream: CInt
    private let isStopped = Mutex(false)

    /// Starts `words`, looked up in `PATH`. Its errors go where ours go.
    ///
    /// - Throws: ``FileError`` where it cannot be started.
    package init(_ words: [String]) throws(FileError) {
        var ends: [CInt] = [-1, -1]
        // Close-on-exec from the start: no other child may hold the ends.
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw FileError("run", words.first ?? "") }
        defer { close(ends[1]) }
        do { id = try ChildProcess.start(words, input: ends[1], output: ends[1]) } catch {
            close(ends[0])
            throw error
        }
        stream = ends[0]
    }

    /// The first line that it says; nil where it ends or says nothing for so many seconds.
    package func firstLine(within seconds: Double) async -> String? {
        await BlockingWork.run { [self] in Self.line(from: stream, within: seconds) }
    }

    private static func line(from stream: CInt, within seconds: Double) -> String? {
        let end = MonotonicTime.now.advanced(by: seconds)
        var bytes: [UInt8] = []
        while true {
            let left = end.seconds(since: .now)
            guard left > 0 else { return nil }
            var ready = pollfd(fd: stream, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, CInt(min(left, 1000) * 1000) + 1) > 0 else { continue }
            var byte: UInt8 = 0
            let count = read(stream, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return nil }
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
    }

    /// Ends it, and returns once it has ended.
    package func stop() async {
        guard endInput() else { return }
        await BlockingWork.run { [id] in _ = ChildProcess.exitCode(of: id) }
    }

    deinit {
        if endInput() { ChildProcess.collectLater(id) }
        close(stream)
    }

    /// Tells it to end; false where that was done before.
    private func endInput() -> Bool {
        let isFirst = isStopped.withLock { isStopped in
            defer { isStopped = true }
            return !isStopped
        }
        guard isFirst else { return false }
        shutdown(stream, CInt(SHUT_RDWR))
        kill(id, SIGTERM)
        return true
    }
}
