import ALCFSystem

extension TokenStore {
    /// The variable that names a token file to use instead of the usual ones.
    public static let pathVariable = "ALCF_TOKENS_FILE"

    /// Every place where tokens may be, the preferred one first: only `ALCF_TOKENS_FILE` where that is set, else the
    /// file of each of ALCF's two clients.
    ///
    /// - Throws: ``AuthError`` `misconfigured` where nobody knows the home directory.
    public static func candidates(environment: [String: String]) throws(AuthError) -> [TokenStore] {
        if let path = environment[pathVariable], !path.isEmpty {
            let client = OAuthClient.known.first { path.contains($0.id) } ?? .alcfTokens
            return [TokenStore(path: path, client: client, reason: "\(pathVariable) names it")]
        }
        guard let home = HomeDirectory.path(environment: environment) else {
            throw AuthError(
                .misconfigured, "the home directory is not known, so neither is the token file",
                remedy: "Set HOME, or name a file in \(pathVariable).")
        }
        let folder = home.hasSuffix("/") ? home : home + "/"
        return OAuthClient.known.map { client in
            TokenStore(path: folder + client.tokenFile, client: client, reason: "it is the usual place")
        }
    }

    /// The store to use: the first candidate with tokens for `service`; where none has any, the first of all.
    ///
    /// A candidate that is broken or unsafe is an error, and not a reason to try the next one: with it one would
    /// silently become somebody else.
    ///
    /// - Throws: ``AuthError``.
    public static func locate(
        environment: [String: String], service: GlobusService = .inference
    ) async throws -> TokenStore {
        let candidates = try candidates(environment: environment)
        for (index, store) in candidates.enumerated() {
            guard let file = try await store.read(), file.resourceServers.contains(service.resourceServer) else {
                continue
            }
            if environment[pathVariable]?.isEmpty == false { return store.withClient(of: file) }
            let reason = index == 0 ? store.reason : "it is the only one with a sign-in"
            return TokenStore(path: store.path, client: store.client, reason: reason, pause: store.pause)
        }
        return candidates[0]
    }

    /// A file that was named says nothing by its place: the record of our own sign-in tells whose client it is.
    private func withClient(of file: TokenFile) -> TokenStore {
        guard !OAuthClient.known.contains(where: { path.contains($0.id) }), let id = file.record?.clientID else {
            return self
        }
        let client = OAuthClient.known.first { $0.id == id } ?? OAuthClient(id: id, appName: "alcf")
        return TokenStore(path: path, client: client, reason: reason, pause: pause)
    }
}
