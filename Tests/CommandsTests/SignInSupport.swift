import ALCFCrypto
import ALCFJSON
import ALCFSimulator
import ALCFSystem
import Glibc
import TestSupport
import Testing

extension Alcf {
    static let gateway = SimulatedGlobus.gatewayID
    static let client = "7f3e61f5-e0de-4e8f-9150-0a62c65dda63"

    var tokenFile: String { folder.file("tokens.json") }

    /// A file as the Globus SDK writes it, of tokens that the simulator issued.
    func place(
        _ tokens: [IssuedToken], expiresIn seconds: Int, padding: Int = 0, at path: String? = nil
    ) throws {
        var entries: JSONObject = [:]
        for token in tokens {
            entries[token.resourceServer] = [
                "resource_server": .string(token.resourceServer), "identity_id": .string(token.identityID),
                "scope": .string(token.scope), "access_token": .string(token.accessToken.expose()),
                "refresh_token": .string(token.refreshToken?.expose() ?? ""),
                "expires_at_seconds": .int(Int(WallClock.system.now()) + seconds), "token_type": "Bearer",
            ]
        }
        let document: JSONValue = [
            "data": ["DEFAULT": .object(entries)], "format_version": "2.0", "globus-sdk.version": "4.9.1",
            "padding": .string(String(repeating: "x", count: padding)),
        ]
        try AtomicFile.write(document.serializedBytes(), to: path ?? tokenFile)
    }

    func document(at path: String? = nil) throws -> JSONValue {
        try JSONValue(parsing: try FileContents(path: path ?? tokenFile).bytes)
    }

    /// The environment for the usual place of the token file, below the home directory.
    var atHome: Alcf {
        var copy = self
        copy.environment["ALCF_TOKENS_FILE"] = nil
        return copy
    }

    /// The usual place.
    var usualFile: String { folder.file(".globus/app/\(Self.client)/alcf_tokens/tokens.json") }
}

/// The names in a directory.
func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        names.append(
            withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.filter { $0 != "." && $0 != ".." }
}

extension Simulator {
    /// How often tokens were asked for.
    var tokenRequests: Int { requestLog().count { $0.path == "/v2/oauth2/token" } }
}
