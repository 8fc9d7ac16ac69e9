extension AuthEnvironment {
    /// The file to use for `service`.
    ///
    /// - Throws: ``AuthError``.
    public func store(for service: GlobusService = .inference) async throws -> TokenStore {
        if let account = try ServiceAccount(environment: values) { return try account.store(environment: values) }
        return try await TokenStore.locate(environment: values, service: service, passphrase: passphrase)
    }

    /// Every file that this program keeps tokens in.
    ///
    /// - Throws: ``AuthError`` `misconfigured`.
    public func ownStores() throws(AuthError) -> [TokenStore] {
        let account = try ServiceAccount(environment: values)
        let accountStores = try account.map { account throws(AuthError) in [try account.store(environment: values)] }
        return try TokenStore.candidates(environment: values, passphrase: passphrase) + (accountStores ?? [])
    }

    /// The shell scripts' cache, where it has tokens that would be used.
    public func shellCache() async -> TokenStore? {
        let store = try? await TokenStore.locate(environment: values, passphrase: passphrase)
        return store?.kind == .shellCache ? store : nil
    }

    /// The state of the sign-in for `service`.
    ///
    /// - Parameter store: the file to look at; nil for the one that is used.
    /// - Throws: ``AuthError``.
    public func status(of store: TokenStore? = nil, for service: GlobusService = .inference) async throws -> TokenStatus
    {
        let file: TokenStore
        if let store { file = store } else { file = try await self.store(for: service) }
        return try await TokenStatus.read(file, service: service, sessionLife: try SessionLife(environment: values))
    }
}
