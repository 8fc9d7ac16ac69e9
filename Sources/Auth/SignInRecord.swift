import ALCFCrypto
import ALCFJSON

/// This program's own data on a sign-in, under the key `alcf` at the root of the token file.
///
/// The Globus SDK leaves root keys alone that it does not know, and so does not update this one when it signs in anew.
/// Each session therefore names the refresh token that it began with, by a digest: if the file has another one now,
/// another program has signed in or refreshed since, and the session's times are void.
struct SignInRecord: Sendable, Hashable {
    static let key = "alcf"

    var clientID: String?
    var identity: Identity
    /// By resource server: a sign-in for one service leaves the tokens of the others as they were.
    var sessions: [String: Session] = [:]

    /// A sign-in of the user with these tokens.
    struct Session: Sendable, Hashable {
        /// The claim `last_authentication`, in seconds since 1970.
        var lastAuthentication: Int?
        /// By our own clock, in seconds since 1970.
        var signedInAt: Int?
        /// ``fingerprint(_:)`` of the tokens.
        var fingerprint: String?
    }

    /// Tells one entry's tokens from another's, and nothing else: the first 16 bytes of the refresh token's SHA-256, or
    /// of the access token's where there is none. Nil where libcrypto fails.
    static func fingerprint(_ entry: TokenEntry) -> String? {
        let token = entry.refreshToken ?? entry.accessToken
        return (try? SHA256.hex(Array(token.expose().utf8))).map { String($0.prefix(32)) }
    }
}

extension SignInRecord: JSONDecodable, JSONEncodable {
    init(json: JSONValue) throws(JSONError) {
        clientID = json["client_id"]?.string
        identity = Identity(
            id: try json.require("identity_id"), username: json["username"]?.string, name: json["name"]?.string,
            email: json["email"]?.string)
        for (server, session) in json["sessions"]?.object ?? [:] {
            sessions[server] = Session(
                lastAuthentication: session["last_authentication"]?.int, signedInAt: session["signed_in_at"]?.int,
                fingerprint: session["fingerprint"]?.string)
        }
    }

    var json: JSONValue {
        var object: JSONObject = [:]
        object["client_id"] = clientID.map { .string($0) }
        object["identity_id"] = .string(identity.id)
        object["username"] = identity.username.map { .string($0) }
        object["name"] = identity.name.map { .string($0) }
        object["email"] = identity.email.map { .string($0) }
        object["sessions"] = .object(
            JSONObject(sessions.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
        return .object(object)
    }
}

extension SignInRecord.Session {
    fileprivate var json: JSONValue {
        var object: JSONObject = [:]
        object["last_authentication"] = lastAuthentication.map { .int($0) }
        object["signed_in_at"] = signedInAt.map { .int($0) }
        object["fingerprint"] = fingerprint.map { .string($0) }
        return .object(object)
    }
}
