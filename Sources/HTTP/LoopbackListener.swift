import ALCFSystem
import CLinux
import Glibc

/// A minimal HTTP/1.1 server on 127.0.0.1, for the one request that ends a sign-in.
///
/// It reads heads only, answers each and closes. It looks at its sockets some fifty times a second instead of blocking
/// a thread: one request in minutes is not worth more.
public final class LoopbackListener: Sendable {
    /// The port it listens on.
    public let port: Int
    private let socket: CInt
    /// Readable once nobody waits for a request any more.
    private let wakeUp = eventfd(0, CInt(EFD_NONBLOCK) | CInt(EFD_CLOEXEC))
    /// The most connections at a time.
    private static let room = 64

    /// Listens on a free port of 127.0.0.1, which no other machine can reach.
    ///
    /// - Throws: ``HTTPError`` with code `connect` where the system refuses.
    public init() throws(HTTPError) {
        let socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw Self.failure("socket") }
        Self.prepare(socket)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard unsafe bind(socket, address, length) == 0, listen(socket, 16) == 0 else { return CInt(-1) }
                return unsafe getsockname(socket, address, &length)
            }
        }
        guard result == 0 else {
            let failure = Self.failure("listen")
            close(socket)
            throw failure
        }
        self.socket = socket
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit {
        close(socket)
        close(wakeUp)
    }

    /// Answers requests until one brings a result, and shuts the listener.
    ///
    /// Browsers open connections that they never use and ask for icons: many are served at a time.
    ///
    /// - Parameters:
    ///   - timeout: in seconds.
    ///   - answer: the reply to a request, and the result that ends the serving, if this request brings it.
    /// - Throws: ``HTTPError`` with code `timeoutTotal`; `CancellationError`.
    public func serve<Result: Sendable>(
        timeout: Double, answer: (LoopbackRequest) -> (LoopbackReply, Result?)
    ) async throws -> Result {
        let end = MonotonicTime.now.advanced(by: timeout)
        var connections: [LoopbackConnection] = []
        defer { shutdown(socket, CInt(SHUT_RDWR)) }
        while MonotonicTime.now < end {
            while connections.count < Self.room, let connection = accepted() { connections.append(connection) }
            for connection in connections {
                guard let head = connection.head() else { continue }
                guard let request = LoopbackRequest(head: head) else {
                    connection.send(LoopbackReply(status: 400, body: "Bad request\n"))
                    continue
                }
                let (reply, result) = answer(request)
                connection.send(reply)
                if let result { return result }
            }
            connections.removeAll { $0.isOver }
            await wait(for: connections, until: end)
            try Task.checkCancellation()
        }
        throw HTTPError(.timeoutTotal, "nothing came within \(Int(clamping: timeout)) seconds")
    }

    /// Returns when a socket has something to read, a connection has had its time, the caller was cancelled, or `end`
    /// has come.
    private func wait(for connections: [LoopbackConnection], until end: MonotonicTime) async {
        let sockets = (connections.count < Self.room ? [socket] : []) + [wakeUp] + connections.map(\.descriptor)
        let end = connections.map(\.end).reduce(end) { min($0, $1) }
        await withTaskCancellationHandler {
            await BlockingWork.run {
                var sockets = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
                let left = min(max(0, end.seconds(since: .now)), 3600)
                _ = unsafe poll(&sockets, nfds_t(sockets.count), CInt(left * 1000) + 1)
            }
        } onCancel: {
            _ = alcf_eventfd_signal(wakeUp)
        }
    }

    private func accepted() -> LoopbackConnection? {
        let descriptor = accept(socket, nil, nil)
        guard descriptor >= 0 else { return nil }
        Self.prepare(descriptor)
        return LoopbackConnection(descriptor)
    }

    /// Calls on the socket never wait, and no child process inherits it, such as the browser that we start.
    private static func prepare(_ descriptor: CInt) {
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    private static func failure(_ call: String) -> HTTPError {
        HTTPError(.connect, unsafe "\(call) failed on 127.0.0.1: \(String(cString: strerror(errno)))")
    }
}
