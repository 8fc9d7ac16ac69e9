public import ALCFSystem

/// The reason that there is no token, with a remedy.
public struct AuthError: RemediedError {
    /// A kind of trouble; codes may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code as it appears in JSON.
        public let description: String
        init(_ description: String) { self.description = description }

        /// There is no usable sign-in: the user must run `alcf authenticate`.
        public static let signInNeeded = Code("sign_in_needed")
        /// A sign-in was begun and did not come to its end.
        public static let signInFailed = Code("sign_in_failed")
        /// The authorization code of a sign-in is wrong, used or too old; the same sign-in may take another.
        public static let codeRefused = Code("code_refused")
        /// The sign-in is of another identity than the tokens in the file.
        public static let identityMismatch = Code("identity_mismatch")
        /// The service refused a token that nothing can be exchanged for.
        public static let tokenRejected = Code("token_rejected")
        /// The service refused a token that came from outside, as from a variable, which nothing here can renew.
        public static let givenTokenRejected = Code("given_token_rejected")
        /// Globus Auth cannot be reached, or is out of order: later it may work.
        public static let unavailable = Code("globus_unavailable")
        /// Globus Auth refused, or answered what cannot be understood.
        public static let refused = Code("globus_refused")
        /// The server that should be Globus Auth sends its client elsewhere, where no token goes.
        public static let redirected = Code("globus_redirected")
        /// The token file, or a place for it, cannot be read or written.
        public static let fileUnusable = Code("token_file_unusable")
        /// Others may read the token file, or own it.
        public static let fileUnsafe = Code("token_file_unsafe")
        /// The token file is not what it must be.
        public static let fileCorrupt = Code("token_file_corrupt")
        /// Another process holds the token file's lock and does not let go of it.
        public static let fileLocked = Code("token_file_locked")
        /// The token file is encrypted, and there is no passphrase, or a wrong one.
        public static let passphraseNeeded = Code("passphrase_needed")
        /// A warning: the service will soon want a new sign-in.
        public static let signInDue = Code("sign_in_due")
        /// A warning: this machine's clock is not Globus Auth's.
        public static let clockWrong = Code("clock_wrong")
        /// An environment variable or an argument makes no sense.
        public static let misconfigured = Code("misconfigured")
    }

    /// The kind of trouble.
    public let code: Code
    /// A sentence on the trouble, without secrets.
    public let message: String
    /// Advice to the user, with the command to run; nil where there is none.
    public let remedy: String?
    /// The error that caused it, where one did; without secrets too.
    public let underlying: (any Error)?

    /// An error; neither text may hold a secret.
    public init(_ code: Code, _ message: String, remedy: String? = nil, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.underlying = underlying
    }
}

extension AuthError {
    /// The command that starts a sign-in, as remedies quote it.
    static let signIn = "Sign in with: alcf authenticate"

    /// The command that starts a sign-in for `service`.
    static func signIn(_ service: GlobusService) -> String {
        service == .inference ? signIn : signIn + " --service \(service.id)"
    }

    /// There is no usable sign-in, because of `reason`.
    static func signInNeeded(
        _ reason: String, _ service: GlobusService = .inference, underlying: (any Error)? = nil
    ) -> AuthError {
        AuthError(.signInNeeded, reason, remedy: signIn(service), underlying: underlying)
    }
}
