import Glibc

/// Writing to standard output and error.
package enum StandardStreams {
    /// Writes all of `text` to standard output.
    ///
    /// A reader that has gone away (`alcf … | head`) ends the program quietly. Anything else that keeps the output from
    /// being written ends it with a message and exit code 1, so that an empty file is not taken for a success.
    package static func out(_ text: String) { out(Array(text.utf8)) }

    /// Writes bytes to standard output, in the same way.
    package static func out(_ bytes: [UInt8]) {
        let reason = write(bytes, to: 1)
        guard reason != 0 else { return }
        if reason != EPIPE {
            error("Error: The output cannot be written: \(String(cString: strerror(reason))).\n")
        }
        _exit(reason == EPIPE ? 0 : 1)
    }

    /// Writes all of `text` to standard error, as far as that can be done.
    package static func error(_ text: String) { _ = write(Array(text.utf8), to: 2) }

    /// 0, or the number of what went wrong.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                switch errno {
                case EINTR: continue
                // A parent made it non-blocking, for itself or for us.
                case EAGAIN: wait(for: POLLOUT, on: descriptor)
                case let reason: return reason
                }
            } else {
                rest = rest.dropFirst(count)
            }
        }
        return 0
    }

    private static func wait(for events: Int32, on descriptor: Int32) {
        var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        _ = poll(&request, 1, -1)
    }
}
