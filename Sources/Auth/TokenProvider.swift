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
}
