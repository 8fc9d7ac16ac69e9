import ALCFHTTP

extension ClientError {
    /// An exchange that broke.
    ///
    /// - Parameters:
    ///   - status: the status, where the head had come already.
    ///   - proxy: what the exchange went over.
    init(_ error: HTTPError, status: Int? = nil, proxy: ProxySetting? = nil) {
        let code: Code =
            switch error.code {
            case .invalidURL, .invalidRequest, .insecure: .usage
            case .tls: .tls
            case .timeoutConnect, .timeoutFirstByte, .timeoutIdle, .timeoutTotal: .timeout
            case .malformed: .malformed
            case .tooLarge: .tooLarge
            case .cancelled: .cancelled
            default: .connection
            }
        let isProxyInDoubt = code == .connection || code == .tls || error.code == .timeoutConnect
        self.init(
            code, error.message, httpStatus: status,
            remedy: error.code == .insecure ? "Use an https URL." : isProxyInDoubt ? proxy?.remedy : nil,
            isRetryable: error.code == .timeoutConnect ? true : nil,
            underlying: error, timings: error.timings)
    }
}
