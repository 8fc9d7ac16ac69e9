import ALCFAuth
import ALCFCrypto
import ALCFSystem

/// The choice of tokens: those of `ALCF_ACCESS_TOKEN`, else of the service account that the environment names, else of
/// the sign-in in a file.
extension Session {
    /// Returns the provider of tokens for `service`.
    ///
    /// - Parameter early: when to refresh in the background; nil for never.
    func tokens(for service: GlobusService = .inference, early: EarlyRefresh? = nil) throws -> any TokenProvider {
        if let token = try environmentToken(for: service) { return token }
        if let account = try serviceAccount(for: service) { return account }
        return try signedIn(for: service, early: early)
    }

    /// A token that is good for at least so many seconds.
    func token(for service: GlobusService, lasting seconds: Double) async throws -> Secret {
        if let token = try environmentToken(for: service) { return try await token.accessToken() }
        if let account = try serviceAccount(for: service) { return try await account.accessToken(lasting: seconds) }
        return try await signedIn(for: service, early: nil).accessToken(lasting: seconds)
    }

    /// The token in `ALCF_ACCESS_TOKEN`, which is for inference and nothing else.
    func environmentToken(for service: GlobusService) throws -> EnvironmentToken? {
        service == .inference ? try EnvironmentToken(environment: environment) : nil
    }

    private func serviceAccount(for service: GlobusService) throws -> ServiceAccountTokens? {
        guard let account = try ServiceAccount(environment: environment) else { return nil }
        return ServiceAccountTokens(
            account, auth: try globusAuth(), store: try? account.store(environment: environment), service: service)
    }

    private func signedIn(for service: GlobusService, early: EarlyRefresh?) throws -> TokenManager {
        let (environment, passphrase) = (environment, passphrase)
        return TokenManager(
            auth: try globusAuth(), service: service, sessionLife: try SessionLife(environment: environment),
            early: early, warn: { Console.warn($0) }
        ) {
            try await TokenStore.locate(environment: environment, service: service, passphrase: passphrase)
        }
    }

    // MARK: Files

    /// The file to use.
    func store(for service: GlobusService = .inference) async throws -> TokenStore {
        if let account = try ServiceAccount(environment: environment) {
            return try account.store(environment: environment)
        }
        return try await TokenStore.locate(environment: environment, service: service, passphrase: passphrase)
    }

    /// Every file that this program keeps tokens in.
    func ownStores() throws -> [TokenStore] {
        let account = try ServiceAccount(environment: environment)
        return try TokenStore.candidates(environment: environment, passphrase: passphrase)
            + (account.map { [try $0.store(environment: environment)] } ?? [])
    }

    /// The shell scripts' cache, where it has tokens that would be used.
    func shellCache() async throws -> TokenStore? {
        let store = try? await TokenStore.locate(environment: environment, passphrase: passphrase)
        return store?.kind == .shellCache ? store : nil
    }

    /// Returns the status of the sign-in.
    func status(for service: GlobusService = .inference) async throws -> TokenStatus {
        try await status(of: try await store(for: service), for: service)
    }

    func status(of store: TokenStore, for service: GlobusService) async throws -> TokenStatus {
        try await TokenStatus.read(store, service: service, sessionLife: try SessionLife(environment: environment))
    }
}

extension Console {
    /// Trouble that did not keep a command from its work, and what to do about it.
    static func warn(_ warning: AuthError) {
        warn(warning.message + (warning.remedy.map { ". \($0)" } ?? ""))
    }
}
