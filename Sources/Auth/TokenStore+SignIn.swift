import ALCFJSON
public import ALCFSystem

extension TokenStore {
    /// Keeps the tokens of a sign-in. Entries of other services stay.
    ///
    /// - Parameters:
    ///   - replacingIdentity: whether tokens of another identity may be thrown away for these. Two identities never
    ///     stay together: the Globus SDK refuses such a file.
    ///   - clock: for the time of the sign-in.
    /// - Throws: ``AuthError``, `identityMismatch` among its codes; the file is then as it was.
    public func save(
        _ response: TokenResponse, replacingIdentity: Bool = false, clock: WallClock = .system
    ) async throws {
        guard let identity = response.identity else {
            throw AuthError(
                .signInFailed, "Globus did not say who signed in", remedy: "Begin again: alcf authenticate")
        }
        try await update { file in
            let strangers = file.identityIDs.subtracting([identity.id])
            if !strangers.isEmpty {
                guard replacingIdentity else { throw mismatch(identity, file) }
                file.removeEntries()
            }
            for entry in response.entries { file.set(entry) }
            file.record = SignInRecord(
                clientID: client.id, identity: identity, signedInAt: Int(clock.now()))
        }
    }

    private func mismatch(_ new: Identity, _ file: TokenFile) -> AuthError {
        let old = file.record?.identity.username ?? file.identityIDs.sorted().joined(separator: ", ")
        return AuthError(
            .identityMismatch,
            "you signed in as \(new.username ?? new.id), but '\(path)' holds tokens of \(old); nothing was changed",
            remedy: "Sign out first: alcf logout && alcf authenticate")
    }
}
