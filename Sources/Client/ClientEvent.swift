/// Something that a client did or saw on the way, which the user should hear of.
public enum ClientEvent: Sendable {
    /// A request failed so, and is sent again after `wait` seconds; `attempt` counts those before, from 1.
    case retry(after: ClientError, attempt: Int, wait: Double)
    /// A request waits so many seconds, because the gateway takes ten a second.
    case throttled(seconds: Double)
    /// A body of so many bytes is sent, which the gateway may refuse.
    case largeBody(bytes: Int)
}

extension ClientEvent: CustomStringConvertible {
    /// A sentence for a terminal.
    public var description: String {
        switch self {
        case .retry(let error, let attempt, let wait):
            "\(error.message); trying again in \(Self.seconds(wait)) s (attempt \(attempt + 1))"
        case .throttled(let seconds): "waiting \(Self.seconds(seconds)) s: the gateway takes ten requests a second"
        case .largeBody(let bytes):
            "the request has \(bytes) bytes; the gateway may refuse more than \(BodySize.gatewayMemory)"
        }
    }

    /// With one decimal.
    private static func seconds(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
