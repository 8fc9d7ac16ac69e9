import Glibc
import Synchronization

/// The writing side of a connection, for any thread beside the one that reads it.
///
/// It has a descriptor of its own, which no other connection can get while a thread still writes.
package final class SocketWriter: Sendable {
    private let raw: Mutex<CInt?>

    /// A writer to the connection of a descriptor; nil where the process has no more of these.
    package init?(to connection: CInt) {
        let copy = fcntl(connection, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { return nil }
        raw = Mutex(copy)
    }

    deinit { close() }

    /// Sends as much as the kernel takes at once, and returns the number of bytes; nil where the connection is gone.
    package func send(_ bytes: [UInt8]) -> Int? {
        raw.withLock { raw -> Int? in
            guard let raw else { return nil }
            while true {
                let count = bytes.withUnsafeBytes { bytes in
                    Glibc.send(
                        raw, bytes.baseAddress, bytes.count,
                        CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL))
                }
                if count >= 0 { return count }
                switch errno {
                case EINTR: continue
                case EAGAIN, ENOBUFS: return 0
                default: return nil
                }
            }
        }
    }

    /// Lets the connection go.
    package func close() {
        raw.withLock { raw in
            if let raw { Glibc.close(raw) }
            raw = nil
        }
    }
}
