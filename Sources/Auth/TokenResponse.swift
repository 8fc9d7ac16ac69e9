import ALCFCrypto
import ALCFJSON
import ALCFSystem

/// The answer of the token endpoint.
public struct TokenResponse: Sendable {
    /// One entry for each resource server, in the order of the answer. Which one comes first means nothing.
    public let entries: [TokenEntry]
    /// The user who signed in; nil if no `id_token` came, as in the answer to a refresh.
    public let identity: Identity?

    /// A response by its parts.
    public init(entries: [TokenEntry], identity: Identity? = nil) {
        self.entries = entries
        self.identity = identity
    }

    /// The tokens for `service`: by resource server, else by the scope that was granted.
    public func entry(for service: GlobusService) -> TokenEntry? {
        entries.first { $0.resourceServer == service.resourceServer } ?? entries.first { $0.grants(service.scope) }
    }
}

extension TokenResponse {
    /// Reads the endpoint's document.
    ///
    /// - Parameter now: seconds since 1970, from which `expires_in` counts.
    /// - Throws: ``JSONError`` naming the member that is missing or of another kind.
    init(json: JSONValue, now: Double) throws(JSONError) {
        let others = try json.optional("other_tokens", as: [JSONValue].self) ?? []
        var entries = [try TokenEntry(granted: json, now: now)]
        for other in others { entries.append(try TokenEntry(granted: other, now: now)) }
        let identity: Identity? =
            if let token: String = try json.optional("id_token") { try Identity(idToken: Secret(token)) } else { nil }
        self.init(
            entries: entries.map { entry in
                var entry = entry
                entry.identityID = identity?.id
                return entry
            }, identity: identity)
    }
}

extension TokenEntry {
    fileprivate init(granted json: JSONValue, now: Double) throws(JSONError) {
        let accessToken: String = try json.require("access_token")
        // It becomes a header: nothing in it may end the line.
        guard accessToken.isToken else { throw JSONError(.mismatch, path: "access_token", "must be printable ASCII") }
        // Like the SDK: a lifetime that is not told is none.
        let lifetime = try json.optional("expires_in", as: Double.self) ?? 0
        let end = now + min(max(lifetime, 0), 1e10)
        self.init(
            resourceServer: try json.require("resource_server"), scope: try json.require("scope"),
            accessToken: Secret(accessToken),
            // An empty or malformed one must not replace the one that is at hand.
            refreshToken: json["refresh_token"]?.string.flatMap { Secret(refreshToken: $0) },
            expiresAt: Int(clamping: end), tokenType: try json.optional("token_type"))
    }
}

extension Secret {
    /// A refresh token; nil for what is none: nothing, characters that no token has, or a word of a program for
    /// nothing.
    init?(refreshToken text: String) {
        guard text.isToken, !["null", "none", "nil", "undefined"].contains(text.lowercased()) else { return nil }
        self.init(text)
    }
}

extension String {
    /// Whether it is fit to stand behind `Bearer `: some printable ASCII and no blank.
    var isToken: Bool { !isEmpty && utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
}
