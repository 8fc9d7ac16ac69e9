/// A part of the wait for the first token, in the order of a request's life. Those that were not measured are inside
/// ``rest``.
enum FirstTokenPart: String, Sendable, Hashable, CaseIterable {
    /// The look-up of the server's name: before the time to first token begins, like the next two.
    case nameLookup = "name_lookup"
    /// The opening of the connection.
    case connection = "connect"
    /// The handshake of TLS.
    case handshake = "tls"
    /// One round trip on the request's own connection, as the kernel knows it.
    case network
    /// The least time of the server's front door beyond that: its answer to a request for its health.
    case gateway
    /// The time that the model's server reports itself.
    case accelerator
    /// All that nothing tells apart.
    case rest

    /// The parts before the time to first token begins: it counts from an established connection.
    static let connecting: [FirstTokenPart] = [.nameLookup, .connection, .handshake]
    /// The parts that the time to first token is the sum of.
    static let waiting: [FirstTokenPart] = [.network, .gateway, .accelerator, .rest]
}
