/// Why there is no token, and what to do about it.
public struct AuthError: Error, Sendable {
    /// What kind of trouble it is; codes may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        init(_ description: String) { self.description = description }

        /// There is no usable sign-in: the user must run `alcf authenticate`.
        public static let signInNeeded = Code("sign_in_needed")
    }

    public let code: Code
    /// What happened, in a sentence, without secrets.
    public let message: String
    /// What the user can do, with the command that does it.
    public let remedy: String?
    public let underlying: (any Error)?

    public init(_ code: Code, _ message: String, remedy: String? = nil, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.underlying = underlying
    }
}

extension AuthError: CustomStringConvertible {
    public var description: String { message }
}
