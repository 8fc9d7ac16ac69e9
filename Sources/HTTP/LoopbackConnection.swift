import ALCFSystem
import Glibc

/// One connection to a ``LoopbackListener``, closed when it is let go.
final class LoopbackConnection {
    /// A head may have so many bytes, and take so many seconds.
    static let limit = 16 << 10
    static let patience = 20.0

    let descriptor: CInt
    /// When it has had its time.
    let end = MonotonicTime.now.advanced(by: LoopbackConnection.patience)
    private var received: [UInt8] = []
    /// Whether it was answered, or will never be.
    private(set) var isOver = false

    init(_ descriptor: CInt) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// The head of the request, once all of it is there.
    func head() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !isOver {
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 {
                received.append(contentsOf: buffer[..<count])
                if let end = Self.end(of: received) { return Array(received[..<end]) }
                isOver = received.count > Self.limit
            } else {
                let isWaiting = count < 0 && (errno == EAGAIN || errno == EINTR)
                isOver = !isWaiting || MonotonicTime.now >= end
                return nil
            }
        }
        return nil
    }

    /// Sends the reply, which is small enough for an empty socket buffer, and ends the connection.
    func send(_ reply: LoopbackReply) {
        let bytes = reply.bytes
        _ = unsafe Glibc.send(descriptor, bytes, bytes.count, CInt(MSG_NOSIGNAL))
        shutdown(descriptor, CInt(SHUT_WR))
        isOver = true
    }

    /// Returns the end of the head: the first empty line.
    static func end(of bytes: [UInt8]) -> Int? {
        var isLineEmpty = false
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A {
                if isLineEmpty { return index }
                isLineEmpty = true
            } else if byte != 0x0D {
                isLineEmpty = false
            }
        }
        return nil
    }
}
