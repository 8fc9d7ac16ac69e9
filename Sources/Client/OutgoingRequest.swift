import ALCFHTTP

/// A request on its way, with what goes with it: one object, since many tasks wait in calls that hold it, and a
/// request's own parts would lie in the memory of each of these.
final class OutgoingRequest: Sendable {
    let request: HTTPRequest
    let credentials: ModelEndpoint.Credentials
    /// Chooses what takes the answer's body; nil for the one who asks.
    let taker: HTTPBodyTaker?

    init(_ request: HTTPRequest, _ credentials: ModelEndpoint.Credentials, taker: HTTPBodyTaker? = nil) {
        self.request = request
        self.credentials = credentials
        self.taker = taker
    }

    /// The request as errors name it.
    var asked: ClientError.Request {
        @inline(never) get { ClientError.Request(request) }
    }

    /// Returns the same request with changes.
    @inline(never)
    func changed(_ change: (inout HTTPRequest) -> Void) -> OutgoingRequest {
        var request = request
        change(&request)
        return OutgoingRequest(request, credentials, taker: taker)
    }
}
