public import ALCFCrypto
public import ALCFSystem

/// Hands out access tokens of a service account, and gets new ones by itself.
///
/// A token is good for two days and kept in a file, so that a program that asks every minute asks Globus once in two
/// days, and all processes share what one of them got. Where the file cannot be written it works from memory alone.
public actor ServiceAccountTokens: TokenProvider {
    private let auth: GlobusAuth
    private let account: ServiceAccount
    private let store: TokenStore?
    private let service: GlobusService
    private let clock: WallClock
    private let flight = SingleFlight<Secret>()
    private var current: TokenEntry?
    private var rejected: Secret?

    /// - Parameter store: where the token is kept; nil for memory alone.
    public init(
        _ account: ServiceAccount, auth: GlobusAuth, store: TokenStore?, service: GlobusService = .inference,
        clock: WallClock = .system
    ) {
        self.account = account
        self.auth = auth
        self.store = store
        self.service = service
        self.clock = clock
    }

    /// A token that is good for at least a minute.
    ///
    /// - Throws: ``AuthError``, or `CancellationError` when the caller is cancelled.
    public func accessToken() async throws -> Secret { try await accessToken(lasting: TokenManager.minimumRemaining) }

    /// A token that is good for at least so many seconds, unless Globus issues none that long.
    ///
    /// - Throws: ``AuthError``, or `CancellationError` when the caller is cancelled.
    public func accessToken(lasting seconds: Double) async throws -> Secret {
        if let current, isGood(current, seconds) { return current.accessToken }
        return try await flight.run { try await self.load(seconds) }
    }

    /// Another token than `rejected`.
    ///
    /// - Throws: ``AuthError``, `tokenRejected` where Globus gives out the same token again.
    public func accessToken(replacing rejected: Secret) async throws -> Secret {
        self.rejected = rejected
        for _ in 0..<2 {
            let token = try await accessToken()
            if token != rejected { return token }
        }
        throw AuthError(
            .tokenRejected, "the service does not accept the service account \(account.id)",
            remedy: "Ask support@alcf.anl.gov to admit it.")
    }

    private func isGood(_ entry: TokenEntry, _ seconds: Double) -> Bool {
        entry.remaining(at: clock.now()) >= seconds && entry.accessToken != rejected && entry.grants(service.scope)
    }

    private func load(_ seconds: Double) async throws -> Secret {
        guard let store else { return try await fetch().accessToken }
        if let kept = await kept(in: store), isGood(kept, seconds) { return remember(kept) }
        return try await store.withLock {
            if let kept = await kept(in: store), isGood(kept, seconds) { return remember(kept) }
            let fresh = try await fetch()
            // A token that cannot be kept is still good here and now.
            try? await keep(fresh, in: store)
            return fresh.accessToken
        }
    }

    /// A file that makes no sense is left as it is.
    private func keep(_ fresh: TokenEntry, in store: TokenStore) async throws {
        var file = try await store.read() ?? TokenFile()
        file.set(fresh)
        try await store.write(file)
    }

    private func kept(in store: TokenStore) async -> TokenEntry? {
        guard let file = try? await store.read() else { return nil }
        return (try? file.entry(service.resourceServer)) ?? nil
    }

    private func fetch() async throws -> TokenEntry {
        let response = try await auth.clientCredentials(account, service: service)
        guard var entry = response.entry(for: service), entry.grants(service.scope) else {
            throw AuthError(
                .refused, "Globus granted the service account no token for \(service.name)",
                remedy: "Ask support@alcf.anl.gov to admit it.")
        }
        entry.resourceServer = service.resourceServer
        entry.identityID = account.id
        _ = remember(entry)
        return entry
    }

    private func remember(_ entry: TokenEntry) -> Secret {
        current = entry
        return entry.accessToken
    }
}
