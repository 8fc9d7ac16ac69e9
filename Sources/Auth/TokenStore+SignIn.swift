import ALCFJSON
public import ALCFSystem

extension TokenStore {
    /// Keeps the tokens of a sign-in. Entries of other services stay.
    ///
    /// - Parameters:
    ///   - replacingIdentity: whether tokens of another identity may be thrown away for these. Two identities never
    ///     stay together: the Globus SDK refuses such a file.
    ///   - clock: for the time of the sign-in.
    /// - Returns: what was thrown away for these: nothing, or the entries of another identity.
    /// - Throws: ``AuthError``, `identityMismatch` among its codes; the file is then as it was.
    @discardableResult
    public func save(
        _ response: TokenResponse, replacingIdentity: Bool = false, clock: WallClock = .system
    ) async throws -> [TokenEntry] {
        guard let identity = response.identity else {
            throw AuthError(
                .signInFailed, "Globus did not say who signed in", remedy: "Start again: alcf authenticate")
        }
        let now = Int(clamping: clock.now())
        return try await update { file in
            var replaced: [TokenEntry] = []
            if !file.identityIDs.subtracting([identity.id]).isEmpty {
                guard replacingIdentity else { throw mismatch(identity, file) }
                replaced = file.allEntries
                file.removeEntries()
            }
            for entry in response.entries { file.set(entry) }
            file.note(response.entries, of: identity, client: client, at: now)
            return replaced
        } settling: { file in
            // Another's newer sign-in stays; what this one has taken the place of does not come back.
            let isPutBack = response.entries.contains { entry in
                guard let there = try? file.entry(entry.resourceServer) else { return true }
                return there.accessToken != entry.accessToken && there.expiresAt < entry.expiresAt
            }
            let newest = response.entries.map(\.expiresAt).max() ?? 0
            guard isPutBack, file.allEntries.allSatisfy({ $0.identityID == identity.id || $0.expiresAt < newest })
            else {
                return
            }
            if !file.identityIDs.subtracting([identity.id]).isEmpty { file.removeEntries() }
            for entry in response.entries { file.set(entry) }
            file.note(response.entries, of: identity, client: client, at: now)
        }
    }

    private func mismatch(_ new: Identity, _ file: TokenFile) -> AuthError {
        let old = file.record?.identity.username ?? file.identityIDs.sorted().joined(separator: ", ")
        return AuthError(
            .identityMismatch,
            "you signed in as \(new.username ?? new.id), but '\(path)' holds tokens of \(old); nothing was changed",
            remedy: "Sign in as the same identity, or switch: alcf authenticate --switch-identity")
    }
}
