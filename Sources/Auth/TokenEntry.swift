public import ALCFCrypto

/// The tokens for one resource server.
public struct TokenEntry: Sendable, Hashable {
    /// Resource server of these tokens: ``GlobusService/resourceServer``.
    public var resourceServer: String
    /// The identity that signed in; nil where the writer did not know.
    public var identityID: String?
    /// Scopes granted, separated by blanks.
    public var scope: String
    /// Token that is sent with requests.
    public var accessToken: Secret
    /// Token that buys the next access token; nil if none was granted.
    public var refreshToken: Secret?
    /// Expiry of the access token, in seconds since 1970.
    public var expiresAt: Int
    /// `Bearer`.
    public var tokenType: String?

    /// Tokens by their parts.
    public init(
        resourceServer: String, identityID: String? = nil, scope: String, accessToken: Secret,
        refreshToken: Secret? = nil, expiresAt: Int, tokenType: String? = "Bearer"
    ) {
        self.resourceServer = resourceServer
        self.identityID = identityID
        self.scope = scope
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.expiresAt = expiresAt
        self.tokenType = tokenType
    }

    /// Whether `scope` is among those that were granted.
    public func grants(_ scope: String) -> Bool { self.scope.split(separator: " ").contains { $0 == scope } }

    /// Whether these are tokens of the same sign-in that `other` has taken the place of, so that `other` may do so
    /// again.
    func isOlder(than other: TokenEntry) -> Bool {
        accessToken != other.accessToken && expiresAt < other.expiresAt
            && (identityID == nil || other.identityID == nil || identityID == other.identityID)
    }

    /// Seconds that the access token has left at `now`; negative after its end.
    public func remaining(at now: Double) -> Double { Double(expiresAt) - now }
}
