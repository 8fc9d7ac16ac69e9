package import ALCFHTTP

extension ClientError {
    /// An exchange that broke.
    ///
    /// - Parameters:
    ///   - status: the status, where the head had come already.
    ///   - url: what was asked for, where nothing came.
    ///   - proxy: what the exchange went over.
    ///   - isService: whether it was with the gateway, and not with a server of the user's own.
    package init(
        _ error: HTTPError, status: Int? = nil, url: HTTPURL? = nil, proxy: ProxySetting? = nil, isService: Bool = true
    ) {
        let code: Code =
            switch error.code {
            case .invalidURL, .invalidRequest, .invalidProxy, .insecure: .usage
            case .tls: .tls
            case .timeoutConnect, .timeoutFirstByte, .timeoutIdle, .timeoutTotal: .timeout
            case .malformed: .malformed
            case .tooLarge: .tooLarge
            case .cancelled: .cancelled
            default: .connection
            }
        let isProxyInDoubt = code == .connection || code == .tls || error.code == .timeoutConnect
        let remedy: String? =
            switch error.code {
            case .insecure: "Use an https URL."
            case .disconnected where error.isRetiredConnection:
                "Send it again over a new connection. It is not known whether the server received the first one."
            case .connect where url?.isLoopback == true && !isService:
                "Nothing listens there: start the server, or correct its address."
            case .connect where url?.isLoopback == true:
                "Nothing listens there. If it was a simulator, it has ended: start it again, or unset ALCF_BASE_URL"
            default: error.remedy ?? (isProxyInDoubt ? proxy?.remedy : nil)
            }
        self.init(
            code, error.message, httpStatus: status, remedy: remedy,
            isRetryable: error.code == .timeoutConnect ? true : nil,
            underlying: error, timings: error.timings)
    }
}
