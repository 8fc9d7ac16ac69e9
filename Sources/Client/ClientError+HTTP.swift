import ALCFHTTP

extension ClientError {
    /// An exchange that broke.
    ///
    /// - Parameter status: the status, where the head had come already.
    init(_ error: HTTPError, status: Int? = nil) {
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
        self.init(
            code, error.message, httpStatus: status,
            remedy: error.code == .insecure ? "Use an https URL." : nil,
            isRetryable: error.code == .timeoutConnect ? true : nil,
            underlying: error, timings: error.timings)
    }
}
