/// A user's consent, which waits behind a one-time code for the client to fetch.
struct AuthorizationGrant: Sendable {
    let clientID: String
    let redirectURI: String
    let scopes: [String]
    /// base64url(SHA-256(verifier)).
    let challenge: String
    let state: String?
    /// Whether refresh tokens are wanted.
    let offline: Bool
    /// Seconds since 1970.
    let expiresAt: Double

    /// Lifetime of a code, in seconds.
    static let lifetime = 600.0
}
