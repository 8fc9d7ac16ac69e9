import ALCFSystem

/// The reason that the local server cannot start.
package struct ServeError: RemediedError {
    /// A kind of trouble.
    package enum Code: String, Sendable {
        /// The file with the local key is not what it must be, or cannot be read or written.
        case key
        /// The port or the socket is taken or not allowed.
        case cannotListen
    }

    /// Kind of the trouble.
    package let code: Code
    /// Description in a sentence, without secrets.
    package let message: String
    /// Remedy for the user.
    package let remedy: String?
    /// The error that caused it.
    package let underlying: (any Error)?

    /// An error; neither text may hold a secret.
    package init(_ code: Code, _ message: String, remedy: String? = nil, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.underlying = underlying
    }
}
