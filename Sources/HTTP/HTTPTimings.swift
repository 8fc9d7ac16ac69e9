public import ALCFSystem

/// The times of each part of an exchange on the monotonic clock, and the cost of the connection.
public struct HTTPTimings: Sendable, Hashable {
    /// The caller asked.
    public var queued: MonotonicTime
    /// The event loop took it up.
    public var started: MonotonicTime?
    /// A connection was ready to be written to: a new one with TLS done, or a kept one.
    public var connected: MonotonicTime?
    /// The last byte of the request was handed over for writing.
    public var sent: MonotonicTime?
    /// The first line of the response's head was read; informational responses do not count.
    public var firstByte: MonotonicTime?
    /// The exchange ended, well or not.
    public var ended: MonotonicTime?
    /// Seconds for the name, 0 where it was known.
    public var nameLookup: Double?
    /// Seconds for TCP, 0 on a kept connection.
    public var connect: Double?
    /// Seconds for the TLS handshake, 0 on a kept connection, nil without TLS.
    public var tls: Double?
    /// New connections made: 0 where a kept one served.
    public var newConnections: Int?
    /// `1.0`, `1.1` or `2`.
    public var httpVersion: String?
    /// The server's IP address.
    public var remoteAddress: String?
    /// The port on this machine, which tells connections apart.
    public var localPort: Int?
    /// The network under its connection, read once the head of the response had come, or the exchange ended without
    /// one; of retransmissions, those of this exchange. Nil where the kernel does not tell.
    package var socket: SocketReading?
    /// Number of socket reads that brought body bytes.
    public var reads: Int
    /// Bytes of body received.
    public var bytesReceived: Int

    /// Nothing has happened yet but the asking.
    public init(queued: MonotonicTime) {
        self.queued = queued
        reads = 0
        bytesReceived = 0
    }
}
