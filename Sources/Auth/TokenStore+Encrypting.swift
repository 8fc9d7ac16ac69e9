extension TokenStore {
    /// Takes the tokens of a plain file along into this encrypted one, newer ones of its own apart, and leaves none
    /// there.
    ///
    /// - Returns: whether there were any. False also for those of another identity, or of another client, which this
    ///   file could not renew: they stay where they are.
    /// - Throws: ``AuthError``; the plain file then is as it was.
    public func takeAlong(_ plain: TokenStore) async throws -> Bool {
        guard kind == .encrypted, plain.kind == .shared, try plain.contents() != nil else { return false }
        return try await plain.withLock {
            try await withLock {
                guard var old = try await plain.read(), !old.resourceServers.isEmpty else { return false }
                var file = try await read() ?? TokenFile()
                guard plain.client == client, [nil, client.id].contains(old.record?.clientID),
                    file.identityIDs.union(old.identityIDs).count <= 1
                else { return false }
                file.takeAlong(old)
                try await write(file)
                old.removeEntries()
                try await plain.write(old)
                plain.removeLeftovers()
                return true
            }
        }
    }
}

extension TokenFile {
    fileprivate mutating func takeAlong(_ old: TokenFile) {
        var sessions = record?.sessions ?? [:]
        for entry in old.allEntries {
            if let own = try? self.entry(entry.resourceServer), own.expiresAt >= entry.expiresAt { continue }
            set(entry)
            sessions[entry.resourceServer] = old.record?.sessions[entry.resourceServer]
        }
        var record = record ?? old.record
        record?.sessions = sessions
        self.record = record
    }
}
