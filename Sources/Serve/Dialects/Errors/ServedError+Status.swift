extension ServedError {
    /// Returns the status by which a dialect's clients tell this kind of failure.
    package func status(in dialect: Dialect) -> Int {
        switch kind {
        case .invalidRequest, .contextLength: 400
        case .authentication: 401
        case .permission: 403
        case .notFound: 404
        case .tooLarge: 413
        case .rateLimit: 429
        case .unavailable: dialect == .messages ? 529 : 503
        case .timeout: 504
        case .serverError: 500
        }
    }

    /// Returns the dialect's word for this kind of failure.
    package func type(in dialect: Dialect) -> String {
        let isAnthropic = dialect == .messages
        return switch kind {
        case .invalidRequest, .contextLength: "invalid_request_error"
        case .authentication: "authentication_error"
        case .permission: "permission_error"
        case .notFound: isAnthropic ? "not_found_error" : "invalid_request_error"
        case .tooLarge: isAnthropic ? "request_too_large" : "invalid_request_error"
        case .rateLimit: "rate_limit_error"
        case .unavailable: isAnthropic ? "overloaded_error" : "server_error"
        case .timeout: isAnthropic ? "timeout_error" : "server_error"
        case .serverError: isAnthropic ? "api_error" : "server_error"
        }
    }

    /// The headers that go with the failure: `Retry-After`, and `x-should-retry`, which both vendors' clients obey,
    /// where another attempt by itself does not help or would ask for the same answer twice.
    package var headers: [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        if let retryAfter, retryAfter.isFinite, retryAfter >= 0 {
            headers.append(("Retry-After", String(Int(min(retryAfter, 86_400).rounded(.up)))))
        }
        let isFinal: Bool =
            switch kind {
            case .invalidRequest, .contextLength, .authentication, .permission, .notFound, .tooLarge, .timeout: true
            case .rateLimit: false
            case .unavailable: ["maintenance", "not_running", "loading", "tls"].contains(code)
            case .serverError:
                ["upstream_unauthorized", "refused", "redirect", "misconfigured", "globus_redirected"].contains(code)
            }
        if isFinal { headers.append(("x-should-retry", "false")) }
        return headers
    }
}
