public import ALCFJSON
public import ALCFSystem

/// How things stand with the sign-in, as far as the token file tells; nothing is asked over the network.
public struct TokenStatus: Sendable, Hashable {
    /// Whether a token can be had without a sign-in: one is good, or can be refreshed.
    public let isSignedIn: Bool
    /// The client whose file it is.
    public let client: OAuthClient
    /// The token file.
    public let path: String
    /// Why it is this file.
    public let reason: String
    /// The identity's UUID, where the file tells.
    public let identityID: String?
    /// As in `auser@anl.gov`; known only of a sign-in with this program.
    public let username: String?
    /// When the access token ends, in seconds since 1970.
    public let expiresAt: Int?
    /// Seconds that the access token has left; 0 when it has ended.
    public let remaining: Double?
    /// Whether there is a refresh token.
    public let canRefresh: Bool
    /// When the user last authenticated, in seconds since 1970; known only of a sign-in with this program.
    public let lastAuthentication: Int?
    /// Seconds since then.
    public let sessionAge: Double?
    /// When the service will want a new sign-in, in seconds since 1970, whatever is refreshed until then.
    public let nextSignInDue: Int?

    /// Seconds after which ALCF wants a new authentication; its documentation says 30 days.
    public static let defaultSessionLife = 30.0 * 86_400

    /// The status of the sign-in in `store`.
    ///
    /// - Parameter sessionLife: seconds from an authentication to when the service wants the next.
    /// - Throws: ``AuthError`` where the file is unsafe or unreadable; that there is none is a status and no error.
    public static func read(
        _ store: TokenStore, service: GlobusService = .inference, clock: WallClock = .system,
        sessionLife: Double = defaultSessionLife
    ) async throws -> TokenStatus {
        let file = try await store.read()
        let entry: TokenEntry?
        do { entry = try file?.entry(service.resourceServer) } catch { throw store.corrupt(error) }
        return TokenStatus(
            store: store, entry: entry, record: file?.record, now: clock.now(), sessionLife: sessionLife)
    }

    init(store: TokenStore, entry: TokenEntry?, record: SignInRecord?, now: Double, sessionLife: Double) {
        let remaining = entry.map { max(0, $0.remaining(at: now)) }
        canRefresh = entry?.refreshToken != nil
        isSignedIn = canRefresh || (remaining ?? 0) > 0
        client = store.client
        path = store.path
        reason = store.reason
        identityID = entry?.identityID ?? record?.identity.id
        username = entry == nil ? nil : record?.identity.username
        expiresAt = entry?.expiresAt
        self.remaining = remaining
        lastAuthentication = entry == nil ? nil : record?.identity.lastAuthentication ?? record?.signedInAt
        sessionAge = lastAuthentication.map { max(0, now - Double($0)) }
        nextSignInDue = lastAuthentication.map { $0 + Int(sessionLife) }
    }
}

extension TokenStatus: JSONEncodable {
    /// The members of `alcf token-status --json`; `null` for what is not known.
    public var json: JSONValue {
        [
            "signed_in": .bool(isSignedIn),
            "client_id": .string(client.id),
            "app_name": .string(client.appName),
            "path": .string(path),
            "reason": .string(reason),
            "identity_id": JSONValue(identityID),
            "username": JSONValue(username),
            "expires_at": JSONValue(expiresAt.map { DateText.iso8601(Double($0)) }),
            "expires_at_seconds": JSONValue(expiresAt),
            "remaining_seconds": JSONValue(remaining.map { Int($0) }),
            "can_refresh": .bool(canRefresh),
            "last_authentication": JSONValue(lastAuthentication),
            "session_age_seconds": JSONValue(sessionAge.map { Int($0) }),
            "next_sign_in_due": JSONValue(nextSignInDue.map { DateText.iso8601(Double($0)) }),
        ]
    }
}
