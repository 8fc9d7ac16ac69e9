import ALCFCrypto
import ALCFJSON

/// The end of a sign-in: every token in a file is revoked and removed.
public struct SignOut: Sendable {
    /// The result of signing out.
    public struct Report: Sendable {
        /// The file that was emptied.
        public let path: String
        /// The resource servers whose tokens were removed from it.
        public let removed: [String]
        /// Number of tokens that Globus revoked.
        public let revoked: Int
        /// Errors of tokens that could not be revoked. They are gone from the file, and expire by themselves.
        public let failures: [AuthError]
    }

    private let auth: GlobusAuth
    private let account: ServiceAccount?

    /// A sign-out at `auth`.
    ///
    /// - Parameter account: revokes the tokens of a service account's own file.
    public init(auth: GlobusAuth, account: ServiceAccount? = nil) {
        self.auth = auth
        self.account = account
    }

    /// Revokes the access and refresh tokens of every entry as far as that can be done, then removes the entries. The
    /// shared file stays, empty, as the Globus SDK leaves it; an encrypted one goes.
    ///
    /// - Parameter isLocal: whether to leave out the revoking, which takes a network, and for an encrypted file its
    ///   passphrase.
    /// - Throws: ``AuthError`` where the file cannot be read or written.
    public func callAsFunction(_ store: TokenStore, isLocal: Bool = false) async throws -> Report {
        // Where there is no file there is nothing to lock either.
        guard try store.contents() != nil else { return .nothing(store) }
        return try await store.withLock {
            if isLocal, store.kind == .encrypted {
                try store.remove()
                return Report(path: store.path, removed: ["every service"], revoked: 0, failures: [])
            }
            guard var file = try await store.read(), !file.resourceServers.isEmpty else {
                return .nothing(store)
            }
            let servers = file.resourceServers
            let outcomes =
                isLocal
                ? []
                : await auth.revokeAll(
                    file.allEntries, client: store.client, account: store.kind == .serviceAccount ? account : nil)
            file.removeEntries()
            if store.kind == .encrypted { try store.remove() } else { try await store.write(file) }
            // Killed processes may have left tokens in their temporary files.
            store.removeLeftovers()
            let failures = outcomes.compactMap { $0 }
            return Report(
                path: store.path, removed: servers, revoked: outcomes.count - failures.count, failures: failures)
        }
    }
}

extension SignOut.Report {
    fileprivate static func nothing(_ store: TokenStore) -> SignOut.Report {
        SignOut.Report(path: store.path, removed: [], revoked: 0, failures: [])
    }
}

extension GlobusAuth {
    /// Revokes every token in `entries`, as far as that can be done; one outcome for each, nil where it was.
    ///
    /// All at once.
    func revokeAll(
        _ entries: [TokenEntry], client: OAuthClient, account: ServiceAccount? = nil
    ) async -> [AuthError?] {
        let tokens = Set(entries.compactMap(\.refreshToken) + entries.map(\.accessToken))
        return await withTaskGroup(of: AuthError?.self) { group in
            for token in tokens {
                group.addTask {
                    do {
                        try await revoke(token, client: client, account: account)
                        return nil
                    } catch {
                        return error as? AuthError ?? AuthError(.unavailable, "revoking was cut short")
                    }
                }
            }
            var outcomes: [AuthError?] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
    }
}
