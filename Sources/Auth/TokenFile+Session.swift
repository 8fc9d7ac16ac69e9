import ALCFJSON

extension TokenFile {
    /// The record of the sign-in; nil if there is none, or if it is of an identity that the entries do not name.
    var record: SignInRecord? {
        get {
            guard let json = root[SignInRecord.key], let record = try? SignInRecord(json: json),
                identityIDs.contains(record.identity.id)
            else { return nil }
            return record
        }
        set { root[SignInRecord.key] = newValue?.json }
    }

    /// The sign-in behind `entry`; nil where we made none, or others have put tokens of their own in its place.
    func session(of entry: TokenEntry) -> SignInRecord.Session? {
        guard let session = record?.sessions[entry.resourceServer], let fingerprint = session.fingerprint,
            fingerprint == SignInRecord.fingerprint(entry)
        else { return nil }
        return session
    }

    /// Puts refreshed tokens in the place of `old`. A refresh is no sign-in: the session stays what it was.
    mutating func renew(_ old: TokenEntry, with fresh: TokenEntry) {
        let session = session(of: old)
        set(fresh)
        guard session != nil, var record else { return }
        record.sessions[fresh.resourceServer]?.fingerprint = SignInRecord.fingerprint(fresh)
        self.record = record
    }

    /// Notes a sign-in that brought `entries`; sessions of other services stay.
    mutating func note(_ entries: [TokenEntry], of identity: Identity, client: OAuthClient, at now: Int) {
        let sessions = record?.sessions ?? [:]
        var record = SignInRecord(clientID: client.id, identity: identity, sessions: sessions)
        for entry in entries {
            record.sessions[entry.resourceServer] = SignInRecord.Session(
                lastAuthentication: identity.lastAuthentication, signedInAt: now,
                fingerprint: SignInRecord.fingerprint(entry))
        }
        self.record = record
    }
}
