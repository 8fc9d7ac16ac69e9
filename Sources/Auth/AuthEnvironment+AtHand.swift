public import ALCFCrypto
public import ALCFSystem

extension AuthEnvironment {
    /// Returns the access token that the next command would use without asking Globus, for an examination that is to
    /// leave everything as it is: nothing is refreshed, and no file is written. Nil where there is none, or it has
    /// ended.
    ///
    /// - Parameter store: the file to look at, where the token is not that of `ALCF_ACCESS_TOKEN`.
    /// - Throws: ``AuthError`` for variables that make no sense, and files that cannot be used.
    public func tokenAtHand(
        in store: TokenStore, for service: GlobusService = .inference, clock: WallClock = .system
    ) async throws -> Secret? {
        if let token = try environmentToken(for: service) { return try await token.accessToken() }
        let entry: TokenEntry?
        do { entry = try await store.read()?.entry(service.resourceServer) } catch let error as AuthError {
            throw error
        } catch { return nil }
        guard let entry, entry.remaining(at: clock.now()) > 0, entry.grants(service.scope) else { return nil }
        return entry.accessToken
    }
}
