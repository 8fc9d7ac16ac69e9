/// A failure as a client of the local server is told of it.
package struct ServedError: Error, Sendable, Hashable {
    /// Kind of the failure; each dialect has a word and a status for it.
    package enum Kind: String, Sendable, CaseIterable {
        /// The request is wrong.
        case invalidRequest
        /// The prompt and the answer are longer than the model allows.
        case contextLength
        /// The key of the local server is missing or wrong, or the user must sign in again.
        case authentication
        /// The user may not use this model.
        case permission
        /// There is no such model, cluster or route.
        case notFound
        /// The request is too large.
        case tooLarge
        /// Too many requests or tokens.
        case rateLimit
        /// The service cannot take the request now: maintenance, loading, not running.
        case unavailable
        /// The service or the model took too long.
        case timeout
        /// Something broke, the answer's end among it.
        case serverError
    }

    /// Kind.
    package let kind: Kind
    /// Description in a sentence, with the remedy; without secrets.
    package let message: String
    /// The word for it in logs and in `error.code`, such as `truncated`.
    package let code: String
    /// Member of the request that is at fault, such as `tools[2].type`; nil for none.
    package let parameter: String?
    /// Seconds to wait before another attempt; nil where that is not known.
    package let retryAfter: Double?

    /// A failure.
    package init(
        _ kind: Kind, _ message: String, code: String, parameter: String? = nil, retryAfter: Double? = nil
    ) {
        self.kind = kind
        self.message = message
        self.code = code
        self.parameter = parameter
        self.retryAfter = retryAfter
    }
}
