import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFRecord

extension Outcome {
    /// The class of what ended a request early.
    init(of error: any Error) {
        switch error {
        case let error as ClientError: self.init(error)
        case is AuthError: self = .auth
        case is CancellationError: self = .cancelled
        default: self = .malformed
        }
    }

    private init(_ error: ClientError) {
        if let cause = error.underlying as? HTTPError, let outcome = Outcome(cause, status: error.httpStatus) {
            self = outcome
            return
        }
        switch error.code {
        case .cancelled: self = .cancelled
        case .truncated: self = .truncated
        case .empty: self = .empty
        case .aborted: self = .aborted
        case .refused: self = .refused
        case .redirect: self = .http3xx
        case .malformed, .tooLarge: self = .malformed
        default:
            // A failure inside a stream comes with the status 200 of its beginning.
            guard let status = error.httpStatus, status != 200 else {
                self = error.httpStatus == 200 ? .streamErrorEvent : error.category == .signIn ? .auth : .malformed
                return
            }
            // The status of the model's server counts, not the 500 that the gateway wraps it in.
            switch error.upstreamStatus ?? status {
            case 429: self = .http429
            case 401, 403: self = .auth
            case 400..<500: self = .http4xx
            default: self = .http5xx
            }
        }
    }

    private init?(_ error: HTTPError, status: Int?) {
        switch error.code {
        case .dns: self = .dns
        case .connect, .invalidProxy: self = .connect
        case .tls: self = .tls
        case .timeoutConnect: self = .timeoutConnect
        case .timeoutFirstByte: self = .timeoutFirst
        case .timeoutIdle: self = .timeoutIdle
        case .timeoutTotal: self = .timeoutTotal
        case .disconnected where error.isRetiredConnection: self = .retired
        case .disconnected: self = status == nil ? .connect : .truncated
        case .cancelled: self = .cancelled
        default: return nil
        }
    }
}
