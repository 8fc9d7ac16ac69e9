import ALCFCrypto
public import ALCFJSON

/// The user who signed in, according to the claims of an OpenID Connect token or `userinfo`.
public struct Identity: Sendable, Hashable {
    /// The identity's UUID: the claim `sub`.
    public let id: String
    /// The claim `preferred_username`, as in `auser@anl.gov`.
    public let username: String?
    /// The claim `name`.
    public let name: String?
    /// The claim `email`.
    public let email: String?
    /// When the user last authenticated, in seconds since 1970: the claim `last_authentication`.
    public let lastAuthentication: Int?

    /// An identity by its parts.
    public init(
        id: String, username: String? = nil, name: String? = nil, email: String? = nil, lastAuthentication: Int? = nil
    ) {
        self.id = id
        self.username = username
        self.name = name
        self.email = email
        self.lastAuthentication = lastAuthentication
    }

    /// The identity in the payload of an `id_token`.
    ///
    /// The signature is not checked: the token is only ever read out of the token endpoint's own answer, and TLS has
    /// authenticated that (OpenID Connect Core 1.0, §3.1.3.7, point 6). Do not use it on a token from elsewhere.
    ///
    /// - Throws: ``JSONError`` where it is no JSON Web Token with a `sub`. No message holds the token.
    init(idToken: Secret) throws(JSONError) {
        let parts = idToken.expose().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Base64.urlSafe.decode(String(parts[1])) else {
            throw JSONError(.mismatch, path: "id_token", "must be a JSON Web Token")
        }
        try self.init(json: JSONValue(parsing: payload))
    }
}

extension Identity: JSONDecodable {
    /// Reads the claims. Those that are not needed are passed over where they are of another kind.
    public init(json: JSONValue) throws(JSONError) {
        self.init(
            id: try json.require("sub"), username: json["preferred_username"]?.string, name: json["name"]?.string,
            email: json["email"]?.string, lastAuthentication: json["last_authentication"]?.int)
    }
}
