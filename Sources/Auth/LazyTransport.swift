public import ALCFHTTP
import Synchronization

/// A transport that is made when the first request is sent: reading a token that is still good makes none.
public final class LazyTransport: HTTPTransport {
    private let make: @Sendable () -> any HTTPTransport
    private let made = Mutex<(any HTTPTransport)?>(nil)

    /// - Parameter make: called once, at the first request.
    public init(_ make: @escaping @Sendable () -> any HTTPTransport) { self.make = make }

    /// Sends over the transport, making it before where there is none.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let transport = made.withLock { made in
            let transport = made ?? make()
            made = transport
            return transport
        }
        return try await transport.send(request)
    }
}
