import ALCFCrypto
public import ALCFJSON

extension TokenEntry: JSONDecodable {
    /// Reads an entry of the token file.
    public init(json: JSONValue) throws(JSONError) {
        let accessToken: String = try json.require("access_token")
        guard accessToken.isToken else { throw JSONError(.mismatch, path: "access_token", "must be printable ASCII") }
        self.init(
            resourceServer: try json.require("resource_server"), identityID: try json.optional("identity_id"),
            scope: try json.require("scope"), accessToken: Secret(accessToken),
            refreshToken: try json.optional("refresh_token", as: String.self).flatMap { Secret(refreshToken: $0) },
            expiresAt: try json.require("expires_at_seconds"), tokenType: try json.optional("token_type"))
    }
}
