public import ALCFCrypto

/// A source of access tokens for the inference service.
public protocol TokenProvider: Sendable {
    /// A token that is good for at least a minute, refreshed if need be; never prompts.
    ///
    /// - Throws: ``AuthError``, `signInNeeded` among its codes.
    func accessToken() async throws -> Secret

    /// Another token, after the service called `rejected` inactive although it looked good.
    ///
    /// One refresh serves every caller that holds the same rejected token.
    ///
    /// - Throws: ``AuthError`` where no other token can be had.
    func accessToken(replacing rejected: Secret) async throws -> Secret

    /// Returns the token of a sign-in that is newer than that of `rejected`, for a service that wants the user to sign
    /// in again; nil where there is none. Nothing is refreshed: that would not help.
    ///
    /// - Throws: ``AuthError`` where the sign-in cannot be read.
    func accessToken(signedInAfter rejected: Secret) async throws -> Secret?
}

extension TokenProvider {
    /// Returns nil: most sources know nothing of sign-ins.
    public func accessToken(signedInAfter rejected: Secret) async throws -> Secret? { nil }
}
