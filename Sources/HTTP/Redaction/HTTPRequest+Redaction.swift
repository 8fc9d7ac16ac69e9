public import ALCFCrypto

extension HTTPRequest {
    /// Takes out of foreign text what proves who sends this request, and what else in its headers may be secret.
    public var redaction: Redaction { Redaction(secrets) + .proxies }

    /// Everything in it that may be secret.
    public var secrets: [Secret] { (authorization?.secrets ?? []) + headerSecrets + querySecrets + bodySecrets }

    /// The values of all headers but those that say nothing of the sender.
    private var headerSecrets: [Secret] {
        let secret = secretHeaders.map { ($0.name, $0.value.expose()) }
        return (headers + secret).filter { !Self.harmless.contains($0.0.lowercased()) }.flatMap { _, value in
            // Behind a scheme, as in `Bearer xyz`, stands the secret itself.
            [Secret(value)] + (value.utf8.contains(0x20) ? value.split(separator: " ").map { Secret(String($0)) } : [])
        }
    }

    /// The values in the query whose names say that they are secret.
    private var querySecrets: [Secret] {
        guard let query = url.query else { return [] }
        return FormEncoding.decode(query).filter { name, _ in
            let name = name.lowercased()
            return ["key", "token", "secret", "sig", "pass", "auth", "credential"].contains { name.contains($0) }
        }.map { Secret($0.value) }
    }

    private static let harmless: Set<String> = [
        "accept", "accept-encoding", "accept-language", "anthropic-beta", "anthropic-version", "cache-control",
        "connection", "content-type", "user-agent", "x-alcf-session-id",
    ]
}

extension HTTPRequest.Authorization {
    /// Secrets of the request.
    public var secrets: [Secret] {
        switch self {
        case .bearer(let token): [token]
        case .basic(_, let password): [password]
        }
    }
}
