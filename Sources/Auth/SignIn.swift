public import ALCFSystem

/// The last step of a sign-in: its tokens are kept, or made worthless; none is left lying about.
public struct SignIn: Sendable {
    private let auth: GlobusAuth
    private let store: TokenStore
    private let clock: WallClock

    /// A sign-in whose tokens go to `store`.
    public init(auth: GlobusAuth, store: TokenStore, clock: WallClock = .system) {
        self.auth = auth
        self.store = store
        self.clock = clock
    }

    /// Keeps the tokens in `response`. Those of other services stay.
    ///
    /// - Parameter switchesIdentity: whether tokens of another identity are revoked and give way to these. Otherwise
    ///   these are revoked, and nothing is changed.
    /// - Throws: ``AuthError``, `identityMismatch` among its codes.
    public func keep(_ response: TokenResponse, switchesIdentity: Bool) async throws {
        do {
            let replaced = try await store.save(response, replacingIdentity: switchesIdentity, clock: clock)
            _ = await auth.revokeAll(replaced, client: store.client)
        } catch {
            // Nobody will ever use them.
            _ = await auth.revokeAll(response.entries, client: store.client)
            throw error
        }
    }
}
