import ALCFJSON
import ALCFSystem

extension TokenStore {
    /// The variable that names a token file to use instead of the usual ones.
    public static let pathVariable = "ALCF_TOKENS_FILE"

    /// Every place where this program may keep tokens, the preferred one first: beside the usual file of each of ALCF's
    /// two clients the encrypted one, or only the file that `ALCF_TOKENS_FILE` names, and the encrypted one beside it.
    ///
    /// - Throws: ``AuthError`` `misconfigured` if the home directory is not known.
    public static func candidates(
        environment: [String: String], passphrase: Passphrase = .none
    ) throws(AuthError) -> [TokenStore] {
        if let path = try path(pathVariable, environment) {
            let client = OAuthClient.known.first { path.contains($0.id) } ?? .alcfTokens
            let named = TokenStore(path: path, client: client, reason: "\(pathVariable) names it")
            return [named.encrypted(passphrase), named]
        }
        let folder = try home(environment)
        let usual = OAuthClient.known.map { client in
            TokenStore(path: folder + client.tokenFile, client: client, reason: "it is the usual place")
        }
        return usual.prefix(1).map { $0.encrypted(passphrase) } + usual
    }

    /// Returns the files of ALCF's shell scripts, which are read last and never written.
    static func shellCaches(environment: [String: String]) throws(AuthError) -> [TokenStore] {
        if let path = try path(pathVariable, environment) {
            return [TokenStore(path: path, client: .alcfTokens, reason: "\(pathVariable) names it", kind: .shellCache)]
        }
        let reason = "the shell scripts' cache is the only sign-in"
        var paths = [try path("INFERENCE_AUTH_TOKEN_FILE", environment)]
        for variable in ["ALCF_TOKENS_DIR", "INFERENCE_AUTH_TOKEN_DIR"] {
            paths.append(try path(variable, environment).map { "\($0)/tokens-bash.json" })
        }
        let folder = try home(environment)
        paths += OAuthClient.known.map { "\(AtomicFile.parent(of: folder + $0.tokenFile))/tokens-bash.json" }
        return paths.compactMap { $0 }.map {
            TokenStore(path: $0, client: .alcfTokens, reason: reason, kind: .shellCache)
        }
    }

    /// The variables that say where tokens are.
    public static let variables = [
        pathVariable, "HOME", "INFERENCE_AUTH_TOKEN_FILE", "ALCF_TOKENS_DIR", "INFERENCE_AUTH_TOKEN_DIR",
    ]

    /// The store to use for `service`: the first candidate with tokens for it, then the shell scripts' cache; where
    /// none has any, the first that would be written.
    ///
    /// An encrypted file that is there is used without a look into it: that would take the passphrase. A candidate that
    /// is broken or unsafe is an error, and not a reason to try the next one, which may belong to another identity.
    ///
    /// - Throws: ``AuthError``.
    public static func locate(
        environment: [String: String], service: GlobusService = .inference, passphrase: Passphrase = .none
    ) async throws -> TokenStore {
        let candidates = try candidates(environment: environment, passphrase: passphrase)
        for (index, store) in candidates.enumerated() {
            if store.kind == .encrypted {
                if try store.contents() != nil { return store }
                continue
            }
            guard let file = try await store.readUnlessShellCache(),
                file.resourceServers.contains(service.resourceServer)
            else { continue }
            if environment[pathVariable]?.isEmpty == false { return store.withClient(of: file) }
            return index <= 1 ? store : store.because("it is the only one with a sign-in")
        }
        for store in try shellCaches(environment: environment) {
            guard let bytes = try store.contents() else { continue }
            // A named file that is no cache has been looked at already.
            guard try environment[pathVariable, default: ""].isEmpty || store.holdsShellCache() else { continue }
            let cache: ShellCache
            do { cache = try ShellCache(parsing: bytes) } catch { throw store.corrupt(error) }
            guard cache.entries.contains(where: { $0.resourceServer == service.resourceServer }) else { continue }
            return TokenStore(
                path: store.path, client: cache.client, reason: store.reason, kind: .shellCache, pause: store.pause)
        }
        return candidates[1]
    }

    /// The store that a sign-in for `services` is kept in.
    ///
    /// - Parameter encrypts: whether to keep it in the encrypted file. One that is there already is used in any case.
    /// - Throws: ``AuthError``.
    public static func locateForSignIn(
        environment: [String: String], services: [GlobusService], encrypts: Bool, passphrase: Passphrase = .none
    ) async throws -> TokenStore {
        let candidates = try candidates(environment: environment, passphrase: passphrase)
        if try encrypts || candidates[0].contents() != nil { return candidates[0] }
        // The older client is not known to be good for anything but inference.
        guard services == [.inference] else { return candidates[1] }
        let located = try await locate(environment: environment, passphrase: passphrase)
        return located.kind == .shellCache ? candidates[1] : located
    }

    /// The encrypted file beside this one: `tokens.json` becomes `tokens.alcf-encrypted.json`.
    func encrypted(_ passphrase: Passphrase) -> TokenStore {
        let stem = path.hasSuffix(".json") ? String(path.dropLast(5)) : path
        return TokenStore(
            path: stem + ".alcf-encrypted.json", client: client, reason: "it is encrypted", kind: .encrypted,
            passphrase: passphrase, pause: pause)
    }

    private func because(_ reason: String) -> TokenStore {
        TokenStore(path: path, client: client, reason: reason, kind: kind, passphrase: passphrase, pause: pause)
    }

    /// `ALCF_TOKENS_FILE` names a file to ours and to the shell scripts alike.
    private func readUnlessShellCache() async throws -> TokenFile? {
        do { return try await read() } catch let error as AuthError where error.code == .fileCorrupt {
            guard try holdsShellCache() else { throw error }
            return nil
        }
    }

    private func holdsShellCache() throws -> Bool {
        guard let bytes = try contents(), let json = try? JSONValue(parsing: bytes) else { return false }
        return ShellCache.isOne(json)
    }

    /// The path in a variable, absolute and with `~/` expanded, since no shell has seen it; nil where there is none.
    private static func path(_ variable: String, _ environment: [String: String]) throws(AuthError) -> String? {
        guard let text = environment[variable], !text.isEmpty else { return nil }
        guard !UserPath.namesOtherHome(text) else {
            throw AuthError(
                .misconfigured, "\(variable) is '\(text)', and '~' followed by a name is not supported",
                remedy: "Write the whole path, or ~/ for your own home.")
        }
        return UserPath.absolute(UserPath.expanded(text) { environment[$0] })
    }

    private static func home(_ environment: [String: String]) throws(AuthError) -> String {
        guard let home = HomeDirectory.path(environment: environment) else {
            throw AuthError(
                .misconfigured, "the home directory is unknown, so the token file cannot be found",
                remedy: "Set HOME, or name a file in \(pathVariable).")
        }
        return home.hasSuffix("/") ? home : home + "/"
    }

    /// A file that was named says nothing by its place: the record of our own sign-in tells whose client it is.
    private func withClient(of file: TokenFile) -> TokenStore {
        guard !OAuthClient.known.contains(where: { path.contains($0.id) }), let id = file.record?.clientID else {
            return self
        }
        let client = OAuthClient.known.first { $0.id == id } ?? OAuthClient(id: id, appName: "alcf")
        return TokenStore(path: path, client: client, reason: reason, kind: kind, pause: pause)
    }
}
