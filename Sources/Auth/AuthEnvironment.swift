public import ALCFCrypto
public import ALCFHTTP

/// Everything about signing in that follows from the environment: the one place where the parts are put together, for
/// the command line and for programs alike.
///
/// Tokens are those of `ALCF_ACCESS_TOKEN`, else of the service account that the environment names, else of the sign-in
/// in a file.
public struct AuthEnvironment: Sendable {
    /// The variables, with their values.
    public let values: [String: String]
    /// The passphrase of an encrypted token file.
    public let passphrase: Passphrase
    private let transport: any HTTPTransport
    private let clockWatch: ClockWatch
    private let warn: @Sendable (AuthError) -> Void

    /// The variables that count.
    public static let variables =
        TokenStore.variables + [
            EnvironmentToken.variable, ServiceAccount.idVariable, ServiceAccount.secretVariable, SessionLife.variable,
            Passphrase.commandVariable, GlobusAuth.baseURLVariable,
        ]

    /// - Parameters:
    ///   - values: the values of ``variables``.
    ///   - transport: what sends requests to Globus Auth.
    ///   - passphrase: where the passphrase comes from where no command in the environment prints it.
    ///   - warn: told of trouble that did not keep a token from being had.
    public init(
        _ values: [String: String], transport: any HTTPTransport, passphrase: Passphrase = .none,
        warn: @escaping @Sendable (AuthError) -> Void = { _ in }
    ) {
        self.values = values
        self.transport = transport
        self.passphrase = Passphrase(environment: values) ?? passphrase
        self.warn = warn
        clockWatch = ClockWatch(warn: warn)
    }

    /// Globus Auth, or its stand-in.
    ///
    /// - Throws: ``AuthError`` `misconfigured` for a server that makes no sense.
    public func globusAuth() throws(AuthError) -> GlobusAuth {
        try GlobusAuth(environment: values, transport: transport, clockWatch: clockWatch)
    }

    /// The provider of tokens for `service`.
    ///
    /// - Parameter early: when to refresh in the background; nil for never.
    /// - Throws: ``AuthError`` `misconfigured` for variables that make no sense.
    public func tokens(
        for service: GlobusService = .inference, early: EarlyRefresh? = nil
    ) throws(AuthError) -> any TokenProvider {
        if let token = try environmentToken(for: service) { return token }
        if let account = try serviceAccount(for: service) { return account }
        return try manager(for: service, early: early)
    }

    /// A token that is good for at least so many seconds, where Globus issues such a one.
    ///
    /// - Throws: ``AuthError``.
    public func token(for service: GlobusService, lasting seconds: Double) async throws -> Secret {
        if let token = try environmentToken(for: service) { return try await token.accessToken() }
        if let account = try serviceAccount(for: service) { return try await account.accessToken(lasting: seconds) }
        return try await manager(for: service, early: nil).accessToken(lasting: seconds)
    }

    /// The token in `ALCF_ACCESS_TOKEN`, which is for inference and nothing else.
    ///
    /// - Throws: ``AuthError`` `misconfigured` where the value cannot be a token.
    public func environmentToken(for service: GlobusService) throws(AuthError) -> EnvironmentToken? {
        service == .inference ? try EnvironmentToken(environment: values) : nil
    }

    private func serviceAccount(for service: GlobusService) throws(AuthError) -> ServiceAccountTokens? {
        guard let account = try ServiceAccount(environment: values) else { return nil }
        return ServiceAccountTokens(
            account, auth: try globusAuth(), store: try? account.store(environment: values), service: service)
    }

    private func manager(for service: GlobusService, early: EarlyRefresh?) throws(AuthError) -> TokenManager {
        let (values, passphrase) = (values, passphrase)
        return TokenManager(
            auth: try globusAuth(), service: service, sessionLife: try SessionLife(environment: values), early: early,
            warn: warn
        ) {
            try await TokenStore.locate(environment: values, service: service, passphrase: passphrase)
        }
    }
}
