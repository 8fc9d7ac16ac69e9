import ALCFCrypto
import ALCFJSON
import ALCFSystem

/// A note beside the token file that a refresh has begun.
///
/// Where Globus replaces refresh tokens, a process that ends between its answer and our write takes the new one with
/// it. That cannot be undone; with the note, the next process can say it.
struct RefreshMark: Equatable {
    /// Seconds since 1970.
    let begun: Double
    /// The first digits of a digest of the refresh token: they tell two tokens apart, and nothing of either.
    let fingerprint: String

    /// A mark of a refresh that begins now.
    ///
    /// - Throws: `CryptoError`.
    init(of refreshToken: Secret, begun: Double) throws(CryptoError) {
        self.begun = begun
        fingerprint = String(try SHA256.hex(Array(refreshToken.expose().utf8)).prefix(16))
    }

    /// A mark as it was written; nil where the bytes are none.
    init?(parsing bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), let begun = json["begun"]?.double,
            let fingerprint = json["refresh_token_sha256"]?.string
        else { return nil }
        self.begun = begun
        self.fingerprint = fingerprint
    }

    /// The refusal of a refresh token with the reason that this mark tells.
    func explaining(_ refusal: AuthError) -> AuthError {
        AuthError(
            refusal.code,
            refusal.message
                + "; a refresh that began at \(DateText.iso8601(begun)) ended before its result was stored, "
                + "and Globus had probably replaced the refresh token by then",
            remedy: refusal.remedy, underlying: refusal.underlying)
    }

    /// The mark as it is written.
    var bytes: [UInt8] {
        JSONValue.object(["begun": .double(begun), "refresh_token_sha256": .string(fingerprint)]).serializedBytes()
    }
}

extension TokenStore {
    private var markPath: String { AtomicFile.resolved(path) + ".refreshing" }

    /// Notes that `refreshToken` is about to be used. All works without the note too: failing to write it is no error.
    ///
    /// - Returns: the note of an earlier refresh with the same token, which did not come to its end; it stays as it is.
    func beginRefresh(with refreshToken: Secret, at now: Double) -> RefreshMark? {
        guard kind != .shellCache, let mark = try? RefreshMark(of: refreshToken, begun: now) else { return nil }
        if let file = try? FileContents(path: markPath), file.isRegular, file.owner == FileContents.currentUser,
            let earlier = RefreshMark(parsing: file.bytes), earlier.fingerprint == mark.fingerprint
        {
            return earlier
        }
        try? AtomicFile.write(mark.bytes, to: markPath, permissions: 0o600)
        return nil
    }

    /// Removes the note: what became of the refresh token is known.
    func endRefresh() { try? AtomicFile.remove(markPath) }
}
