/// One request for a server's health, sent between those that are measured: a line of the record.
///
/// It shows the least time that the server's front door takes. It is no sample: it is in no load, rate or latency.
package struct Probe: Sendable, Hashable {
    /// The line's type.
    package static let type = "probe"

    /// Name of the target whose server was asked.
    package var target: String
    /// The block before whose request it was sent; nil where it was sent while several were under way.
    package var block: Int?
    /// Time when it could be written to an established connection, in seconds since the run's anchor.
    package var start: Double
    /// Time when the first byte of the answer was read; nil if none came.
    package var firstByte: Double?
    /// Seconds to resolve the name, 0 where it was known.
    package var dns: Double?
    /// Seconds to connect, 0 on a kept connection.
    package var connect: Double?
    /// Seconds of TLS handshake, 0 on a kept connection.
    package var tls: Double?
    /// The smoothed round trip of its connection, in seconds.
    package var roundTrip: Double?
    /// The least round trip of its connection in the last minutes, in seconds.
    package var leastRoundTrip: Double?
    /// Packets that were sent again for it.
    package var retransmissions: Int?
    /// The port on this machine, which tells connections apart.
    package var localPort: Int?
    /// The HTTP status, where there was one.
    package var httpStatus: Int?
    /// Reason that no answer came.
    package var error: String?

    /// A probe of which the rest is not known yet.
    package init(target: String, block: Int?, start: Double) {
        self.target = target
        self.block = block
        self.start = start
    }

    /// Seconds from `start` to the first byte of a good answer; nil without one.
    package var wait: Double? {
        guard error == nil, let httpStatus, (200..<300).contains(httpStatus), let firstByte, firstByte >= start else {
            return nil
        }
        return firstByte - start
    }

    /// The part of ``wait`` that is not the network's: without the least round trip that the kernel knew. All of it
    /// where the kernel knew none.
    package var floor: Double? {
        wait.map { max(0, $0 - max(0, networkTime ?? 0)) }
    }

    /// One round trip over its connection, in seconds; nil where the kernel knew none.
    package var networkTime: Double? { leastRoundTrip ?? roundTrip }
}

extension Probe: RecordObject {
    /// A probe of which nothing is known.
    package static var blank: Probe { Probe(target: "", block: nil, start: 0) }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        let (seconds, counts) = (Sample.Limits.seconds, Sample.Limits.counts)
        try members.type(Self.type)
        try members.required("target", &target)
        try members.nullable("block", &block, in: Sample.Limits.ordinals)
        try members.required("start", &start, in: seconds)
        try members.nullable("first_byte", &firstByte, in: seconds)
        members.derived("wait", wait)
        try members.nullable("dns_seconds", &dns, in: seconds)
        try members.nullable("connect_seconds", &connect, in: seconds)
        try members.nullable("tls_seconds", &tls, in: seconds)
        try members.nullable("round_trip", &roundTrip, in: seconds)
        try members.nullable("least_round_trip", &leastRoundTrip, in: seconds)
        try members.nullable("retransmissions", &retransmissions, in: counts)
        try members.nullable("local_port", &localPort)
        try members.nullable("http_status", &httpStatus)
        try members.nullable("error", &error)
    }
}

extension RecordWriter {
    /// Adds a probe.
    ///
    /// - Throws: ``BenchError`` when the line cannot be written in full.
    package func append(_ probe: Probe) throws(BenchError) { try append(note: probe.json) }
}
