import ALCFCrypto
import ALCFJSON

/// The end of a sign-in: every token in a file is revoked and removed.
public struct SignOut: Sendable {
    /// What came of it.
    public struct Report: Sendable {
        /// The file that was emptied.
        public let path: String
        /// The resource servers whose tokens were removed from it.
        public let removed: [String]
        /// How many tokens Globus was told to revoke, and did.
        public let revoked: Int
        /// Why others could not be revoked. They are gone from the file, and end by themselves.
        public let failures: [AuthError]
    }

    private let auth: GlobusAuth

    /// A sign-out at `auth`.
    public init(auth: GlobusAuth) { self.auth = auth }

    /// Revokes the access and refresh tokens of every entry as far as that can be done, then removes the entries. The
    /// file stays, empty, as the Globus SDK leaves it.
    ///
    /// - Throws: ``AuthError`` where the file cannot be read or written.
    public func callAsFunction(_ store: TokenStore) async throws -> Report {
        try await store.withLock {
            guard var file = try await store.read(), !file.resourceServers.isEmpty else {
                return Report(path: store.path, removed: [], revoked: 0, failures: [])
            }
            let servers = file.resourceServers
            let outcomes = await revoke(tokens(in: file), client: store.client)
            file.removeEntries()
            try store.write(file)
            let failures = outcomes.compactMap { $0 }
            return Report(
                path: store.path, removed: servers, revoked: outcomes.count - failures.count, failures: failures)
        }
    }

    /// Refresh tokens first: an access token that is left over ends soon, a refresh token after half a year.
    private func tokens(in file: TokenFile) -> [Secret] {
        let entries = file.resourceServers.compactMap { try? file.entry($0) }
        return entries.compactMap(\.refreshToken) + entries.map(\.accessToken)
    }

    private func revoke(_ tokens: [Secret], client: OAuthClient) async -> [AuthError?] {
        await withTaskGroup(of: AuthError?.self) { group in
            for token in Set(tokens) {
                group.addTask {
                    do {
                        try await auth.revoke(token, client: client)
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
