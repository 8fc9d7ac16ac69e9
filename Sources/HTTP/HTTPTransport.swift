/// A sender of requests: ``HTTPClient``, or something scripted in a test.
public protocol HTTPTransport: Sendable {
    /// Sends `request` and returns when the response's head is there; its body comes as it comes.
    ///
    /// Cancelling the task ends the exchange on the wire.
    ///
    /// - Throws: ``HTTPError``.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse

    /// Sends `request`, and hands the body of an answer of status 2xx to the sink that `taker` chooses for it: from the
    /// first byte on, with no task in between.
    ///
    /// Returns a response that ``HTTPResponse/isTaken`` when the sink wants no more of it but the end, or all is over;
    /// where there is no sink, returns as ``send(_:)`` does.
    ///
    /// - Throws: ``HTTPError``.
    func send(_ request: HTTPRequest, offeringBodyTo taker: @escaping HTTPBodyTaker) async throws -> HTTPResponse
}

extension HTTPTransport {
    /// Sends `request`, and delivers its body in the caller's task as far as it has come.
    public func send(
        _ request: HTTPRequest, offeringBodyTo taker: @escaping HTTPBodyTaker
    ) async throws -> HTTPResponse {
        var response = try await send(request)
        guard response.isSuccess else { return response }
        let beginning = await response.body.beginning(1)
        guard !beginning.isEmpty, let sink = taker(response, beginning.span) else { return response }
        response.isTaken = true
        await response.body.carry(to: sink)
        return response
    }
}
