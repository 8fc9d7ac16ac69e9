public import ALCFCrypto

/// One token from outside, which cannot be renewed here.
public struct StaticTokenProvider: TokenProvider {
    private let token: Secret
    private let origin: String

    /// - Parameter origin: where the token is from, for the error when it is refused.
    public init(_ token: Secret, origin: String = "the given access token") {
        self.token = token
        self.origin = origin
    }

    /// The token, whatever its age.
    public func accessToken() async throws -> Secret { token }

    /// There is no other.
    ///
    /// - Throws: ``AuthError`` `givenTokenRejected`, always.
    public func accessToken(replacing rejected: Secret) async throws -> Secret {
        throw AuthError(
            .givenTokenRejected, "the service does not accept \(origin), which cannot be renewed here",
            remedy: "Get a new token, or sign in instead: alcf authenticate")
    }
}
