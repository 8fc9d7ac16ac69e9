@testable import ALCFAuth
@testable import ALCFCrypto
@testable import ALCFHTTP
@testable import ALCFJSON
@testable import ALCFSystem

extension FuzzTarget {
    /// Tokens, in files and in answers, and what a browser or a user brings.
    static let signIn = [tokenFile, encryptedTokens, tokenAnswer, idToken, callback]

    /// What is not ours stays, and what was written is read.
    static let tokenFile = FuzzTarget(
        "token-file", words: ["DEFAULT", "format_version", "\"1.0\"", "\"2.0\"", "by_rs", "expires_at_seconds"]
    ) { bytes in
        guard let file = try? TokenFile(parsing: bytes) else { return }
        try demandEqual(try TokenFile(parsing: file.bytes), file, "a file written and read")
        for server in file.resourceServers { _ = try? file.entry(server) }
        _ = (file.record, file.identityIDs, file.allEntries)
        let ours = TokenEntry(
            resourceServer: "ours", identityID: "6f1f8d9e", scope: "s", accessToken: Secret("AgNew"),
            refreshToken: Secret("AgrNew"), expiresAt: 1_795_800_000)
        var changed = file
        changed.set(ours)
        let read = try TokenFile(parsing: changed.bytes)
        try demandEqual(try read.entry("ours"), ours, "our tokens")
        for server in file.resourceServers where server != "ours" {
            try demandEqual(try? read.entry(server), try? file.entry(server), "the tokens of \(server)")
        }
        for (key, value) in file.root where key != "data" { try demandEqual(read.root[key], value, key) }
        changed.note([ours], of: Identity(id: "6f1f8d9e"), client: .alcfTokens, at: 1_795_800_000)
        if file.identityIDs.isEmpty { try demand(changed.session(of: ours) != nil, "no session after a sign-in") }
        changed.removeEntries()
        try demand(try TokenFile(parsing: changed.bytes).resourceServers.isEmpty, "tokens after the sign-out")
    }

    static let encryptedTokens = FuzzTarget("encrypted-tokens", words: ["scrypt.n", "aes-256-gcm", "16384", "nonce"]) {
        bytes in
        guard let file = try? EncryptedTokens(parsing: bytes) else { return }
        try demandEqual(try EncryptedTokens(parsing: file.bytes).bytes, file.bytes, "a file written and read")
        let key = [UInt8](repeating: 7, count: EncryptedTokens.keyLength)
        try demand((try? file.open(key: key)) == nil, "opened by a key that it was not closed by")
    }

    static let tokenAnswer = FuzzTarget(
        "token-answer", words: ["other_tokens", "id_token", "expires_in", "refresh_token"]
    ) { bytes in
        guard let json = try? JSONValue(parsing: bytes), let answer = try? TokenResponse(json: json, now: 1_795_800_000)
        else { return }
        for entry in answer.entries {
            try demand(entry.accessToken.expose().isToken, "a token that is none")
            try demand(entry.refreshToken?.expose().isToken != false, "a refresh token that is none")
            try demand(entry.expiresAt >= 1_795_800_000, "an end before now")
        }
        _ = answer.entry(for: .inference)
    }

    static let idToken = FuzzTarget("id-token", words: ["eyJ", "sub", ".", "last_authentication"]) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        do {
            let identity = try Identity(idToken: Secret(text))
            try demand(!identity.id.isEmpty || text.count > 10, "no one")
        } catch let error as JSONError {
            // Twelve characters of it would be found by anyone who looks.
            let long = text.split(separator: ".").filter { $0.count >= 24 }
            try demand(!long.contains { "\(error)".contains($0) }, "the token is in the message")
        }
        // The payload, as a token has it.
        _ = try? Identity(idToken: Secret("e30." + Base64.urlSafe.encode(bytes) + ".c2ln"))
    }

    static let callback = FuzzTarget(
        "callback",
        words: [
            "GET ", "/?code=", "&state=", "error=", "error_description=", " HTTP/1.1\r\n", "%0d%0a", "\u{1B}[200~", "“",
            "HTTP/1.",
        ]
    ) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        let plain = PastedText(text).plain
        try demandEqual(plain.safeOnOneLine, plain, "what is left of pasted text")
        try demand(plain.first != " " && plain.last != " ", "blanks around pasted text")
        guard let request = LoopbackRequest(head: bytes) else { return }
        let callback = LoginCallback(method: request.method, target: request.target, state: "state")
        if case .code(let code) = callback { try demand(code.expose().isToken, "a code that is none") }
        try demand(callback.reply.status >= 200, "no reply")
    }
}
