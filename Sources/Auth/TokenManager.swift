public import ALCFCrypto
import ALCFHTTP
import ALCFJSON
public import ALCFSystem

/// A source of access tokens: from memory, else from the token file, else by one refresh for all waiting callers.
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
    private let sessionLife: SessionLife
    private let early: EarlyRefresh?
    private let flight = SingleFlight<Secret>()
    private var current: TokenEntry?
    /// Seconds that the current token had when it was issued; nil where it came from the file.
    private var life: Double?
    private var hasWarnedOfSignIn = false
    private var rejected: Secret?
    /// An entry that could not be stored, and the refresh token in the file that it was bought with and may have used
    /// up.
    private var unstored: (entry: TokenEntry, spent: Secret)?

    /// A manager of the tokens in the file that `locate` finds.
    ///
    /// - Parameters:
    ///   - sessionLife: for the warning that a new sign-in is due soon.
    ///   - early: when to refresh in the background, while the token is still good; nil for never, as befits a process
    ///     that may end at any moment.
    ///   - locate: asked each time that memory does not serve, so that a sign-in elsewhere is noticed.
    ///   - warn: told of trouble that did not keep a token from being had, as when it could not be stored.
    public init(
        auth: GlobusAuth, service: GlobusService = .inference, clock: WallClock = .system,
        sessionLife: SessionLife = SessionLife(), early: EarlyRefresh? = nil,
        warn: @escaping @Sendable (AuthError) -> Void = { _ in },
        locate: @escaping @Sendable () async throws -> TokenStore
    ) {
        self.auth = auth
        self.service = service
        self.clock = clock
        self.sessionLife = sessionLife
        self.early = early
        self.warn = warn
        self.locate = locate
    }

    /// A manager of the tokens in one file.
    public init(
        auth: GlobusAuth, store: TokenStore, service: GlobusService = .inference, clock: WallClock = .system,
        sessionLife: SessionLife = SessionLife(), early: EarlyRefresh? = nil,
        warn: @escaping @Sendable (AuthError) -> Void = { _ in }
    ) {
        self.init(auth: auth, service: service, clock: clock, sessionLife: sessionLife, early: early, warn: warn) {
            store
        }
    }

    /// A token that is good for at least a minute, unless Globus issues none that long.
    ///
    /// - Throws: ``AuthError``, or `CancellationError` when the caller is cancelled.
    public func accessToken() async throws -> Secret {
        if let current, isGood(current) {
            refreshEarlyIfDue(current)
            return current.accessToken
        }
        return try await flight.run { try await self.load() }
    }

    /// A token that is good for at least so many seconds: refreshed now where the stored one is not.
    ///
    /// - Throws: ``AuthError``; `refused` where Globus issues none that lasts as long.
    public func accessToken(lasting seconds: Double) async throws -> Secret {
        let wanted = max(seconds, Self.minimumRemaining)
        // A load that was under way before may have been content with less; one begun after is not.
        for _ in 0..<2 {
            if let current, isGood(current, lasting: wanted) { return current.accessToken }
            let isJoined = flight.isUnderWay
            let token = try await flight.run { try await self.load(lasting: wanted) }
            if let current, current.accessToken == token, current.remaining(at: clock.now()) >= wanted - 5 {
                return token
            }
            if !isJoined { break }
        }
        throw AuthError(
            .refused, "Globus issues no token for \(service.name) that lasts that long", remedy: "Ask for less time.")
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
            remedy: AuthError.signIn(service))
    }

    /// The token in the file, where it is another than `rejected`, as after a sign-in elsewhere.
    ///
    /// - Throws: ``AuthError``.
    public func accessToken(signedInAfter rejected: Secret) async throws -> Secret? {
        if let current, current.accessToken != rejected, isGood(current) { return current.accessToken }
        let stored = try await signedIn(try await locate())
        guard stored.accessToken != rejected, isGood(stored) else { return nil }
        return remember(stored)
    }

    private func isGood(_ entry: TokenEntry, lasting seconds: Double = minimumRemaining) -> Bool {
        entry.remaining(at: clock.now()) >= seconds && entry.accessToken != rejected
    }

    /// Begins a refresh without waiting for it. If it fails, the token at hand is still valid for a while.
    private func refreshEarlyIfDue(_ entry: TokenEntry) {
        guard let wanted = early?.begin(entry, life: life, now: clock.now()) else { return }
        Task { _ = try? await flight.run { try await self.load(lasting: wanted) } }
    }

    // MARK: Loading, once at a time

    private func load(lasting seconds: Double = minimumRemaining) async throws -> Secret {
        let store = try await locate()
        let stored = try await signedIn(store)
        if isGood(stored, lasting: seconds) { return remember(stored) }
        return try await store.withLock(onWait: warn) { try await refresh(store, lasting: seconds) }
    }

    /// Runs under the store's lock: what was read before may be old by now.
    private func refresh(_ store: TokenStore, lasting seconds: Double) async throws -> Secret {
        let stored = try await signedIn(store)
        if isGood(stored, lasting: seconds) { return remember(stored) }
        let spent = stored.refreshToken
        let isSpent = unstored != nil && unstored?.spent == spent
        guard let spent, let refreshToken = isSpent ? unstored?.entry.refreshToken : spent else {
            throw AuthError.signInNeeded(
                "the access token has ended or ends too soon, and there is no refresh token to renew it", service)
        }
        let response: TokenResponse
        do { response = try await renew(refreshToken, in: store) } catch let error as AuthError {
            // The Python tools know nothing of the lock: one may have used up our refresh token and stored its own.
            guard error.code == .signInNeeded, let newer = try await entry(in: store), isGood(newer),
                newer.accessToken != stored.accessToken
            else { throw error }
            return remember(newer)
        }
        guard var fresh = response.entry(for: service) else {
            throw AuthError(.refused, "Globus granted no token for \(service.name)", remedy: AuthError.signIn(service))
        }
        fresh.resourceServer = service.resourceServer
        fresh.refreshToken = fresh.refreshToken ?? refreshToken
        fresh.identityID = stored.identityID
        do {
            try await keep(fresh, insteadOf: spent, in: store)
            unstored = nil
            store.endRefresh()
        } catch let error as AuthError {
            unstored = (fresh, spent)
            // The shell cache is read-only, so a failed write is expected.
            if store.kind != .shellCache { warn(error) }
        }
        return remember(fresh, life: fresh.remaining(at: clock.now()))
    }

    /// Asks Globus, with a mark in the store for as long as the answer is not known.
    private func renew(_ refreshToken: Secret, in store: TokenStore) async throws -> TokenResponse {
        let earlier = store.beginRefresh(with: refreshToken, at: clock.now())
        do {
            return try await auth.refresh(refreshToken, client: store.client)
        } catch let error as AuthError {
            // A request that was sent, and brought no answer, may have used up the token.
            let lost = error.underlying as? HTTPError
            if earlier == nil, lost?.isBeforeSend != false { store.endRefresh() }
            throw error.code == .signInNeeded ? earlier?.explaining(error) ?? error : error
        }
    }

    /// Reads again and stores: a Python tool may have changed the file while Globus took its time.
    private func keep(_ fresh: TokenEntry, insteadOf spent: Secret, in store: TokenStore) async throws {
        guard var file = try await store.read(), let stored = try? file.entry(service.resourceServer) else { return }
        // Somebody signed out or in meanwhile: what that left is not to be touched.
        guard stored.refreshToken == spent else { return }
        var fresh = fresh
        // The SDK will not refresh an entry of nobody, where another entry tells who it is.
        if fresh.identityID == nil, file.identityIDs.count == 1 { fresh.identityID = file.identityIDs.first }
        file.renew(stored, with: fresh)
        try await store.write(file)
        let (kept, server) = (fresh, service.resourceServer)
        await store.settle { file in
            guard let there = try file.entry(server), there.isOlder(than: kept) else { return }
            file.renew(there, with: kept)
        }
    }

    private func remember(_ entry: TokenEntry, life: Double? = nil) -> Secret {
        if life != nil || entry != current { self.life = life }
        current = entry
        return entry.accessToken
    }

    // MARK: Reading

    private func signedIn(_ store: TokenStore) async throws -> TokenEntry {
        guard let file = try await store.read(), let entry = try entry(in: file, store) else {
            throw AuthError.signInNeeded(
                "nobody is signed in: '\(store.path)' holds no token for \(service.name)", service)
        }
        guard entry.grants(service.scope) else {
            throw AuthError.signInNeeded("the sign-in in '\(store.path)' does not cover \(service.name)", service)
        }
        let now = clock.now()
        if !hasWarnedOfSignIn,
            let warning = sessionLife.warning(about: entry, in: file, service: service, now: now)
        {
            hasWarnedOfSignIn = true
            warn(warning)
        }
        return entry
    }

    private func entry(in store: TokenStore) async throws -> TokenEntry? {
        try await store.read().flatMap { try entry(in: $0, store) }
    }

    private func entry(in file: TokenFile, _ store: TokenStore) throws(AuthError) -> TokenEntry? {
        do { return try file.entry(service.resourceServer) } catch { throw store.corrupt(error) }
    }
}
