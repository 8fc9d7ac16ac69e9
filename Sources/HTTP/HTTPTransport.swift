/// A sender of requests: ``HTTPClient``, or something scripted in a test.
public protocol HTTPTransport: Sendable {
    /// Sends `request` and returns when the response's head is there; its body comes as it comes.
    ///
    /// Cancelling the task ends the exchange on the wire.
    ///
    /// - Throws: ``HTTPError``.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}
