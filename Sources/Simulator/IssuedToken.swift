public import ALCFCrypto

/// The tokens of one resource server, as one sign-in gives them.
public struct IssuedToken: Sendable {
    /// A service's id: the gateway's is ``SimulatedGlobus/gatewayID``.
    public let resourceServer: String
    /// The granted scopes, separated by blanks.
    public let scope: String
    /// Good for the configured lifetime.
    public let accessToken: Secret
    /// Missing where the sign-in did not ask for offline access.
    public let refreshToken: Secret?
    /// Seconds since 1970, by the simulator's clock.
    public let expiresAt: Int
    /// The identity that signed in.
    public let identityID: String
    /// The client it was issued to, which alone can refresh it.
    public let clientID: String
}
