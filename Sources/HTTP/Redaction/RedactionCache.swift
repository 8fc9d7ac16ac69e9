import ALCFCrypto
import Synchronization

/// The redaction of requests that differ in who asks at most: made once for each token.
public final class RedactionCache: Sendable {
    private let request: HTTPRequest
    private let last = Mutex<(secrets: [Secret], redaction: Redaction)?>(nil)

    /// - Parameter request: what the requests have in common.
    public init(_ request: HTTPRequest) { self.request = request }

    /// Takes out of an answer what was sent with a request that proves by `authorization` who asks.
    public func redaction(_ authorization: HTTPRequest.Authorization?) -> Redaction {
        let secrets = authorization?.secrets ?? []
        return last.withLock { last in
            if let last, last.secrets == secrets { return last.redaction }
            var request = request
            request.authorization = authorization
            let redaction = request.redaction
            last = (secrets, redaction)
            return redaction
        }
    }
}
