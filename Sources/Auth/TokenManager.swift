public import ALCFCrypto
import ALCFJSON
public import ALCFSystem

/// Hands out access tokens: from memory, else from the token file, else with one refresh for everybody who waits.
///
/// While the token in the file is good it touches nothing but that file.
public actor TokenManager: TokenProvider {
    /// A token is refreshed when it has less than this left, in seconds; the Globus SDK does the same.
    public static let minimumRemaining = 60.0

    private let auth: GlobusAuth
    private let service: GlobusService
    private let locate: @Sendable () async throws -> TokenStore
    private let clock: WallClock
    private let warn: @Sendable (AuthError) -> Void
    private let flight = SingleFlight<Secret>()
    private var current: TokenEntry?
    private var rejected: Secret?
    /// What could not be stored, and the refresh token in the file that it was bought with and may have used up.
    private var unstored: (entry: TokenEntry, spent: Secret)?

    /// A manager of the tokens in the file that `locate` finds.
    ///
    /// - Parameters:
    ///   - locate: asked each time that memory does not serve, so that a sign-in elsewhere is noticed.
    ///   - warn: told of trouble that did not keep a token from being had, as when it could not be stored.
    public init(
        auth: GlobusAuth, service: GlobusService = .inference, clock: WallClock = .system,
        warn: @escaping @Sendable (AuthError) -> Void = { _ in },
        locate: @escaping @Sendable () async throws -> TokenStore
    ) {
        self.auth = auth
        self.service = service
        self.clock = clock
        self.warn = warn
        self.locate = locate
    }

    /// A manager of the tokens in one file.
    public init(
        auth: GlobusAuth, store: TokenStore, service: GlobusService = .inference, clock: WallClock = .system,
        warn: @escaping @Sendable (AuthError) -> Void = { _ in }
    ) {
        self.init(auth: auth, service: service, clock: clock, warn: warn) { store }
    }

    /// A token that is good for at least a minute, unless Globus issues none that long.
    ///
    /// - Throws: ``AuthError``, or `CancellationError` when the caller is cancelled.
    public func accessToken() async throws -> Secret {
        if let current, isGood(current) { return current.accessToken }
        return try await flight.run { try await self.load() }
    }

    /// Another token than `rejected`: the file's, where another process has renewed it, else a refreshed one.
    ///
    /// - Throws: ``AuthError``, `tokenRejected` where Globus gives out the same token again.
    public func accessToken(replacing rejected: Secret) async throws -> Secret {
        if let current, current.accessToken != rejected, isGood(current) { return current.accessToken }
        self.rejected = rejected
        // A load that was under way before may bring the rejected token once more; one begun after cannot.
        for _ in 0..<2 {
            let token = try await flight.run { try await self.load() }
            if token != rejected { return token }
        }
        throw AuthError(
            .tokenRejected, "the service does not accept the access token, and Globus has no other",
            remedy: AuthError.signIn)
    }

    private func isGood(_ entry: TokenEntry) -> Bool {
        entry.remaining(at: clock.now()) >= Self.minimumRemaining && entry.accessToken != rejected
    }

    // MARK: Loading, once at a time

    private func load() async throws -> Secret {
        let store = try await locate()
        let stored = try await signedIn(store)
        if isGood(stored) { return remember(stored) }
        return try await store.withLock { try await refresh(store) }
    }

    /// Runs under the store's lock: what was read before may be old by now.
    private func refresh(_ store: TokenStore) async throws -> Secret {
        let stored = try await signedIn(store)
        if isGood(stored) { return remember(stored) }
        let spent = stored.refreshToken
        let isSpent = unstored != nil && unstored?.spent == spent
        guard let spent, let refreshToken = isSpent ? unstored?.entry.refreshToken : spent else {
            throw AuthError.signInNeeded("the access token has ended, and there is no refresh token to renew it")
        }
        let response: TokenResponse
        do { response = try await auth.refresh(refreshToken, client: store.client) } catch let error as AuthError {
            // The Python tools know nothing of the lock: one may have used up our refresh token and stored its own.
            guard error.code == .signInNeeded, let newer = try await entry(in: store), isGood(newer),
                newer.accessToken != stored.accessToken
            else { throw error }
            return remember(newer)
        }
        guard var fresh = response.entry(for: service) else {
            throw AuthError(.refused, "Globus granted no token for \(service.name)", remedy: AuthError.signIn)
        }
        fresh.resourceServer = service.resourceServer
        fresh.refreshToken = fresh.refreshToken ?? refreshToken
        fresh.identityID = stored.identityID
        do {
            try await keep(fresh, insteadOf: spent, in: store)
            unstored = nil
        } catch let error as AuthError {
            unstored = (fresh, spent)
            warn(error)
        }
        return remember(fresh)
    }

    /// Reads again and stores: a Python tool may have changed the file while Globus took its time.
    private func keep(_ fresh: TokenEntry, insteadOf spent: Secret, in store: TokenStore) async throws {
        guard var file = try await store.read(), let stored = try? file.entry(service.resourceServer) else { return }
        // Somebody signed out or in meanwhile: what that left is not to be touched.
        guard stored.refreshToken == spent else { return }
        var fresh = fresh
        // The SDK will not refresh an entry of nobody, where another entry tells who it is.
        if fresh.identityID == nil, file.identityIDs.count == 1 { fresh.identityID = file.identityIDs.first }
        file.set(fresh)
        try store.write(file)
    }

    private func remember(_ entry: TokenEntry) -> Secret {
        current = entry
        return entry.accessToken
    }

    // MARK: Reading

    private func signedIn(_ store: TokenStore) async throws -> TokenEntry {
        guard let entry = try await entry(in: store) else {
            throw AuthError.signInNeeded(
                "nobody is signed in: '\(store.path)' holds no token for \(service.name)")
        }
        guard entry.grants(service.scope) else {
            throw AuthError.signInNeeded("the sign-in in '\(store.path)' does not cover \(service.name)")
        }
        return entry
    }

    private func entry(in store: TokenStore) async throws -> TokenEntry? {
        guard let file = try await store.read() else { return nil }
        do { return try file.entry(service.resourceServer) } catch { throw store.corrupt(error) }
    }
}
