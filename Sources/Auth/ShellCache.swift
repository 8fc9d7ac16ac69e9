import ALCFCrypto
import ALCFJSON

/// The cache of ALCF's shell scripts, `tokens-bash.json`: one service's tokens flat (`inference_auth_token.sh`), or
/// several by resource server (`alcf-tokens.sh`). It names no identity.
struct ShellCache {
    let client: OAuthClient
    let entries: [TokenEntry]

    /// Whether a document looks like one, be it good or not.
    static func isOne(_ json: JSONValue) -> Bool {
        json["format_version"] == nil
            && (json["by_resource_server"] != nil || (json["access_token"] != nil && json["resource_server"] != nil))
    }

    /// - Throws: ``JSONError`` naming the member that is missing or of another kind.
    init(parsing bytes: [UInt8]) throws(JSONError) {
        let json = try JSONValue(parsing: bytes, rejectDuplicates: true)
        guard Self.isOne(json) else { throw JSONError(.mismatch, "is not the cache of ALCF's shell scripts") }
        let id: String = try json.require("client_id")
        client =
            OAuthClient.known.first { $0.id == id }
            ?? OAuthClient(id: id, appName: json["app_name"]?.string ?? "alcf")
        if let servers = json["by_resource_server"]?.object {
            var entries: [TokenEntry] = []
            for (server, entry) in servers { entries.append(try Self.entry(entry, resourceServer: server)) }
            self.entries = entries
        } else {
            entries = [try Self.entry(json, resourceServer: try json.require("resource_server"))]
        }
    }

    private static func entry(_ json: JSONValue, resourceServer: String) throws(JSONError) -> TokenEntry {
        let token: String = try json.require("access_token")
        guard token.isToken else { throw JSONError(.mismatch, path: "access_token", "must be printable ASCII") }
        let end: Int? = try json.optional("expires_at")
        let older: Int? = try json.optional("expires_at_epoch")
        return TokenEntry(
            resourceServer: resourceServer, scope: try json.require("scope"), accessToken: Secret(token),
            refreshToken: json["refresh_token"]?.string.flatMap { $0.isEmpty ? nil : Secret($0) },
            expiresAt: end ?? older ?? 0)
    }

    /// The same in the form that the rest of the program works on.
    var file: TokenFile {
        var file = TokenFile()
        for entry in entries { file.set(entry) }
        return file
    }
}
