import ALCFAuth
import ALCFCrypto

/// Hands out one token as it is: where the service refuses it, nothing is renewed, and the refusal is what is told.
struct AtHandProvider: TokenProvider {
    let token: Secret

    func accessToken() async throws -> Secret { token }
    func accessToken(replacing rejected: Secret) async throws -> Secret { token }
}
