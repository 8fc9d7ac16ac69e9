public import ALCFCrypto
import Synchronization

/// The redaction of requests that seldom differ in what is secret: made once for each token.
public final class RedactionCache: Sendable {
    private let last = Mutex<(secrets: [Secret], redaction: Redaction)?>(nil)

    /// A cache without a redaction.
    public init() {}

    /// Returns the redaction for these secrets: the latest, or what `make` returns.
    public func redaction(_ secrets: [Secret], _ make: () -> Redaction) -> Redaction {
        last.withLock { last in
            if let last, last.secrets == secrets { return last.redaction }
            let redaction = make()
            last = (secrets, redaction)
            return redaction
        }
    }
}
