import CLinux

/// The kernel's knowledge of the network under one TCP connection (Linux's `TCP_INFO`): with a proxy, of that to the
/// proxy. What the kernel does not tell is nil.
package struct SocketReading: Sendable, Hashable {
    /// The smoothed round trip (RFC 6298), in seconds. It holds the time for which the other side's kernel put off an
    /// acknowledgement, up to 40 ms.
    package var roundTrip: Double?
    /// The mean deviation of the round trip, in seconds.
    package var roundTripVariance: Double?
    /// The least round trip of the last minutes, in seconds: closest to the network's own.
    package var leastRoundTrip: Double?
    /// Packets that this side has sent again since the connection was opened.
    package var retransmissions: Int?

    /// A reading with these parts.
    package init(
        roundTrip: Double? = nil, roundTripVariance: Double? = nil, leastRoundTrip: Double? = nil,
        retransmissions: Int? = nil
    ) {
        self.roundTrip = roundTrip
        self.roundTripVariance = roundTripVariance
        self.leastRoundTrip = leastRoundTrip
        self.retransmissions = retransmissions
    }

    /// The state of a connection; nil where the kernel tells nothing of it.
    init?(socket: CInt) {
        let state = alcf_tcp_state(socket)
        guard state.retransmissions >= 0 else { return nil }
        func seconds(_ microseconds: Int64) -> Double? { microseconds >= 0 ? Double(microseconds) / 1e6 : nil }
        roundTrip = seconds(state.round_trip)
        roundTripVariance = seconds(state.round_trip_variance)
        leastRoundTrip = seconds(state.least_round_trip)
        retransmissions = Int(state.retransmissions)
    }
}
