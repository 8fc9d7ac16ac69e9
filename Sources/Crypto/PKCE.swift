/// Proof key for code exchange (RFC 7636), method S256.
public struct PKCE: Sendable {
    /// The value of `code_challenge_method`.
    public static let method = "S256"

    /// 43 characters, kept until the code is exchanged.
    public let verifier: Secret
    /// base64url(SHA-256(verifier)), sent with the authorization request.
    public let challenge: String

    /// A new random pair.
    ///
    /// - Throws: ``CryptoError`` when there is no randomness.
    public init() throws(CryptoError) {
        try self.init(verifier: Secret(Random.token(bytes: 32)))
    }

    /// The pair that belongs to a verifier.
    public init(verifier: Secret) throws(CryptoError) {
        self.verifier = verifier
        challenge = Base64.urlSafe.encode(try SHA256.digest(Array(verifier.expose().utf8)))
    }
}
