public import ALCFCrypto

/// The access token in `ALCF_ACCESS_TOKEN`, for machines without a way to sign in.
public struct EnvironmentToken: TokenProvider {
    /// The variable.
    public static let variable = "ALCF_ACCESS_TOKEN"

    /// The answer to how long it lasts.
    public static var lifeUnknown: AuthError {
        AuthError(
            .misconfigured, "the lifetime of the token in \(variable) is unknown",
            remedy: "To see the token file's instead: unset \(variable)")
    }

    private let provider: StaticTokenProvider

    /// The token that `environment` holds; nil where it holds none.
    ///
    /// - Throws: ``AuthError`` `misconfigured` where the value cannot be a token.
    public init?(environment: [String: String]) throws(AuthError) {
        guard let value = environment[Self.variable], !value.isEmpty else { return nil }
        // A file's last line feed often comes along.
        let text = value.last == "\n" ? String(value.dropLast()) : value
        guard text.isToken else {
            throw AuthError(
                .misconfigured,
                "\(Self.variable) does not contain an access token: it has blanks or invalid characters",
                remedy: "Set it to the token alone, without 'Bearer': export \(Self.variable)=\"$(alcf token)\"")
        }
        provider = StaticTokenProvider(Secret(text), origin: "the access token in \(Self.variable)")
    }

    /// The token, whatever its age.
    public func accessToken() async throws -> Secret { try await provider.accessToken() }

    /// There is no other: the environment does not change.
    ///
    /// - Throws: ``AuthError`` `givenTokenRejected`, always.
    public func accessToken(replacing rejected: Secret) async throws -> Secret {
        try await provider.accessToken(replacing: rejected)
    }
}
