import ALCFCrypto
import ALCFJSON
public import ALCFSystem

extension TokenStore {
    // MARK: Reading

    func contents() throws(AuthError) -> [UInt8]? {
        let file: FileContents
        do { file = try FileContents(path: path) } catch {
            if error.isNotFound { return nil }
            throw AuthError(
                .fileUnusable, "the token file cannot be read: \(error)",
                remedy: "Check it with: ls -l \(path.shellQuoted)", underlying: error)
        }
        guard file.isRegular else {
            throw AuthError(
                .fileUnusable, "'\(path)' is not a plain file, so it cannot hold tokens",
                remedy: "Remove it, or name another file in \(Self.pathVariable).")
        }
        guard file.owner == FileContents.currentUser else {
            throw AuthError(
                .fileUnsafe, "the token file '\(path)' belongs to another user (number \(file.owner))",
                remedy: "Take it over, if you may: chown \(FileContents.currentUser) \(path.shellQuoted)")
        }
        guard file.permissions & 0o077 == 0 else {
            throw AuthError(
                .fileUnsafe, "other users may read or change the token file '\(path)'",
                remedy: "Remove their access: chmod 600 \(path.shellQuoted)")
        }
        return file.bytes
    }

    func corrupt(_ error: JSONError) -> AuthError {
        let quoted = path.shellQuoted
        return AuthError(
            .fileCorrupt, "'\(path)' is not a token file of the Globus SDK: \(error)",
            remedy: "Move it away and sign in again: mv \(quoted) \((path + ".bad").shellQuoted) && alcf authenticate",
            underlying: error)
    }

    /// The document that the file's bytes stand for.
    func document(_ bytes: [UInt8]) async throws -> TokenFile {
        switch kind {
        case .shared, .serviceAccount: return try TokenFile(parsing: bytes)
        case .shellCache: return try ShellCache(parsing: bytes).file
        case .encrypted:
            let sealed = try EncryptedTokens(parsing: bytes)
            var attempt = 1
            while true {
                let key = try await passphrase.key(sealed.parameters)
                do { return try TokenFile(parsing: try sealed.open(key: key)) } catch let failure
                    as EncryptedTokens.Failure
                {
                    let isNews = passphrase.forget(key)
                    guard failure == .wrongPassphrase, attempt < passphrase.tries else { throw cannotOpen(failure) }
                    attempt += 1
                    if isNews { passphrase.onWrong() }
                }
            }
        }
    }

    /// Asks for the passphrase of an encrypted file, a new one where there is no file, and checks it: a wrong one is
    /// better noticed before a sign-in than after. Does nothing for other files.
    ///
    /// - Throws: ``AuthError`` `passphraseNeeded`, or as for reading.
    public func unlock() async throws {
        guard kind == .encrypted, try await read() == nil else { return }
        _ = try await passphrase.keyForWriting()
    }

    private func cannotOpen(_ failure: EncryptedTokens.Failure) -> AuthError {
        switch failure {
        case .wrongPassphrase:
            AuthError(
                .passphraseNeeded, "wrong passphrase for '\(path)'",
                remedy: "Try again; if it is lost, start again: alcf logout --local && alcf authenticate --encrypt")
        case .changed:
            AuthError(
                .fileCorrupt, "'\(path)' was changed after it was encrypted, so it cannot be trusted",
                remedy: "Start again: alcf logout --local && alcf authenticate --encrypt")
        }
    }

    // MARK: Writing

    /// Replaces the file.
    func write(_ file: TokenFile) async throws {
        let bytes: [UInt8]
        switch kind {
        case .shared, .serviceAccount: bytes = file.bytes
        case .shellCache:
            throw AuthError(
                .fileUnusable, "'\(path)' is the cache of ALCF's shell scripts, which this program does not write",
                remedy: "To use a file that alcf writes: alcf authenticate")
        case .encrypted:
            let (parameters, key) = try await passphrase.keyForWriting()
            bytes = try EncryptedTokens(sealing: file.bytes, parameters: parameters, key: key).bytes
        }
        do { try AtomicFile.write(bytes, to: path, permissions: 0o600, mayWriteInPlace: true) } catch {
            throw cannotWrite(error)
        }
        AtomicFile.removeLeftovers(of: path, olderThan: 600)
    }

    /// Checks that tokens can be stored, before a sign-in.
    ///
    /// - Throws: ``AuthError`` `fileUnusable`.
    public func requireWritable() throws(AuthError) {
        do { try AtomicFile.probe(path) } catch { throw cannotWrite(error) }
    }

    private func cannotWrite(_ error: FileError) -> AuthError {
        AuthError(
            .fileUnusable, "the token file cannot be written: \(error)",
            remedy: "Check the free space and the permissions, or name another file in \(Self.pathVariable).",
            underlying: error)
    }

    /// Removes what killed processes left beside the file.
    func removeLeftovers() {
        endRefresh()
        AtomicFile.removeLeftovers(of: path, olderThan: 0)
    }

    /// Removes the file, and what killed processes left beside it.
    func remove() throws(AuthError) {
        removeLeftovers()
        do { try AtomicFile.remove(path) } catch {
            throw AuthError(.fileUnusable, "the token file cannot be removed: \(error)", underlying: error)
        }
    }

    /// Renames a damaged file, so that a sign-in does not overwrite content that may still be of use.
    ///
    /// - Returns: its new name; nil where nothing was wrong with it.
    /// - Throws: ``AuthError`` where it is unsafe, cannot be read or cannot be renamed.
    public func setAsideIfCorrupt(clock: WallClock = .system) async throws -> String? {
        guard kind == .shared else { return nil }
        do {
            _ = try await read()
            return nil
        } catch let error as AuthError where error.code == .fileCorrupt {
            if let bytes = try contents(), let json = try? JSONValue(parsing: bytes), ShellCache.isOne(json) {
                throw error
            }
            let name = "\(path).corrupt-\(DateText.stamp(clock.now()))"
            do { try AtomicFile.rename(path, to: name) } catch let failure {
                // A file that is mounted by itself has no other name: its bytes get one.
                guard let bytes = try contents(), (try? AtomicFile.write(bytes, to: name)) != nil else {
                    throw AuthError(.fileUnusable, "\(failure)", remedy: error.remedy, underlying: failure)
                }
                try await write(TokenFile())
            }
            return name
        }
    }
}
