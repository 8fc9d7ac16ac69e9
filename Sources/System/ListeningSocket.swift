import Dispatch
import Glibc
import Synchronization

/// A socket to which programs of this machine connect: on 127.0.0.1, or a socket file.
package final class ListeningSocket: Sendable {
    /// Port on 127.0.0.1; 0 for a socket file.
    package let port: Int
    private let raw: CInt
    private let isClosed = Mutex(false)

    /// The reason that a socket cannot listen, as the kernel numbers it.
    package struct Failure: Error, Hashable {
        /// The value of `errno`.
        package let code: CInt
    }

    /// Listens on a port of 127.0.0.1, which no other machine can reach; 0 for any free one.
    package init(port: Int) throws(Failure) {
        raw = try Self.open(AF_INET)
        var isReused: CInt = 1
        setsockopt(raw, SOL_SOCKET, SO_REUSEADDR, &isReused, socklen_t(MemoryLayout<CInt>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let raw = raw
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(raw, address, length) == 0, listen(raw, Self.backlog) == 0 else { return CInt(-1) }
                return getsockname(raw, address, &length)
            }
        }
        self.port = Int(in_port_t(bigEndian: address.sin_port))
        if result != 0 { throw Failure(code: errno) }
    }

    /// Listens at a socket file, which must not be there.
    package init(path: String) throws(Failure) {
        port = 0
        raw = try Self.open(AF_UNIX)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let (raw, bytes) = (raw, Array(path.utf8))
        let isFit = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard bytes.count < room.count else { return false }
            room.copyBytes(from: bytes)
            return true
        }
        guard isFit else { throw Failure(code: ENAMETOOLONG) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(raw, address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0, listen(raw, Self.backlog) == 0 else { throw Failure(code: errno) }
    }

    deinit { Glibc.close(raw) }

    private static let backlog: CInt = 512

    private static func open(_ family: CInt) throws(Failure) -> CInt {
        let raw = socket(family, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard raw >= 0 else { throw Failure(code: errno) }
        return raw
    }

    /// Hands the descriptor of each connection to `take` on a thread of its own, until ``close()``.
    package func accept(_ take: @escaping @Sendable (CInt) -> Void) {
        DispatchQueue(label: "listening").async { [self] in
            while true {
                let connection = Glibc.accept(raw, nil, nil)
                if connection >= 0 {
                    _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                    take(connection)
                } else if isClosed.withLock({ $0 }) {
                    return
                } else if errno != EINTR, errno != ECONNABORTED {
                    // Without descriptors or memory there is nothing to do but to wait for some.
                    usleep(10_000)
                }
            }
        }
    }

    /// Takes no more connections.
    package func close() {
        isClosed.withLock { $0 = true }
        shutdown(raw, CInt(SHUT_RDWR))
    }
}
