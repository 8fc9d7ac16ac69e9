public import ALCFJSON
public import ALCFSystem

/// The state of the sign-in according to the token file, found without the network.
public struct TokenStatus: Sendable, Hashable {
    /// Whether a token can be had without a sign-in: one is good, or can be refreshed.
    public let isSignedIn: Bool
    /// The client whose file it is.
    public let client: OAuthClient
    /// The token file.
    public let path: String
    /// The reason for choosing this file.
    public let reason: String
    /// Kind of the file.
    public let kind: TokenStore.Kind
    /// Service that the tokens are for.
    public let service: GlobusService
    /// The identity's UUID, where the file tells.
    public let identityID: String?
    /// User name, as in `auser@anl.gov`; known only of a sign-in with this program.
    public let username: String?
    /// Expiry of the access token, in seconds since 1970.
    public let expiresAt: Int?
    /// Seconds that the access token has left; 0 when it has ended.
    public let remaining: Double?
    /// Whether there is a refresh token.
    public let canRefresh: Bool
    /// Time when the user last authenticated, in seconds since 1970; known only of a sign-in with this program, as long
    /// as no other has signed in or refreshed since.
    public let lastAuthentication: Int?
    /// Seconds since then.
    public let sessionAge: Double?
    /// Time when the service will require a new sign-in, in seconds since 1970, however often tokens are refreshed.
    public let nextSignInDue: Int?
    /// Time of this status, in seconds since 1970.
    public let now: Double

    /// Seconds for which Globus issues access tokens of the services that are known here.
    static let usualTokenLife = 172_800.0

    /// Returns an error if the sign-in does not last for `seconds` more; nil if it does, or if only the next sign-in's
    /// date is unknown.
    public func shortfall(lasting seconds: Double) -> AuthError? {
        let suffix = service == .inference ? "" : " --service \(service.id)"
        guard isSignedIn else {
            return .signInNeeded("nobody is signed in: '\(path)' holds no usable token for \(service.name)", service)
        }
        if let due = nextSignInDue, Double(due) - now < seconds {
            return AuthError(
                .signInNeeded,
                "\(service.name) will require a new sign-in before that, about \(DateText.local(Double(due)))",
                remedy: "Sign in again: alcf authenticate --force\(suffix)")
        }
        let remaining = remaining ?? 0
        guard remaining < seconds else { return nil }
        let renewal =
            seconds > Self.usualTokenLife
            ? "Ask for less: no access token lasts longer than two days. Tokens are renewed automatically while Globus can be reached."
            : "Renew it now: alcf token\(suffix) --min-remaining \(Int(clamping: seconds))s >/dev/null"
        return AuthError(
            .signInNeeded, "the access token ends before that, \(DateText.local(now + remaining))",
            remedy: canRefresh ? renewal : AuthError.signIn(service))
    }

    /// Warning that the service will require a new sign-in within three days; nil while there is more time, or if the
    /// date is not known.
    public var signInWarning: AuthError? {
        guard let due = nextSignInDue, Double(due) - now < SessionLife.warningTime else { return nil }
        return SessionLife.warning(due: due, service: service, now: now)
    }

    /// The status of the sign-in in `store`.
    ///
    /// - Throws: ``AuthError`` where the file is unsafe or unreadable; that there is none is a status and no error.
    public static func read(
        _ store: TokenStore, service: GlobusService = .inference, clock: WallClock = .system,
        sessionLife: SessionLife = SessionLife()
    ) async throws -> TokenStatus {
        let file = try await store.read()
        let entry: TokenEntry?
        do { entry = try file?.entry(service.resourceServer) } catch { throw store.corrupt(error) }
        return TokenStatus(
            store: store, service: service, entry: entry, file: file, now: clock.now(), sessionLife: sessionLife)
    }

    init(
        store: TokenStore, service: GlobusService, entry: TokenEntry?, file: TokenFile?, now: Double,
        sessionLife: SessionLife
    ) {
        let record = file?.record
        let session = entry.flatMap { file?.session(of: $0) }
        let remaining = entry.map { max(0, $0.remaining(at: now)) }
        canRefresh = entry?.refreshToken != nil || store.kind == .serviceAccount
        isSignedIn = canRefresh || (remaining ?? 0) > 0
        client = store.client
        path = store.path
        reason = store.reason
        kind = store.kind
        self.service = service
        identityID = entry?.identityID ?? record?.identity.id
        username = entry == nil ? nil : record?.identity.username
        expiresAt = entry?.expiresAt
        self.remaining = remaining
        lastAuthentication = session.flatMap { $0.lastAuthentication ?? $0.signedInAt }
        sessionAge = lastAuthentication.map { max(0, now - Double($0)) }
        nextSignInDue = sessionLife.end(of: session)
        self.now = now
    }
}

extension TokenStatus: JSONEncodable {
    /// The members of `alcf token-status --json`; `null` for what is not known.
    public var json: JSONValue {
        [
            "signed_in": .bool(isSignedIn),
            "service": .string(service.id),
            "source": .string(kind.rawValue),
            "client_id": .string(client.id),
            "app_name": .string(client.appName),
            "path": .string(path),
            "reason": .string(reason),
            "identity_id": JSONValue(identityID),
            "username": JSONValue(username),
            "expires_at": JSONValue(expiresAt.map { DateText.iso8601(Double($0)) }),
            "expires_at_seconds": JSONValue(expiresAt),
            "remaining_seconds": JSONValue(remaining.map { Int(clamping: $0) }),
            "can_refresh": .bool(canRefresh),
            "last_authentication": JSONValue(lastAuthentication),
            "session_age_seconds": JSONValue(sessionAge.map { Int(clamping: $0) }),
            "next_sign_in_due": JSONValue(nextSignInDue.map { DateText.iso8601(Double($0)) }),
        ]
    }
}
