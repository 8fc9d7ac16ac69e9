import ALCFJSON

/// What this program remembers of a sign-in besides the tokens, under the key `alcf` at the root of the token file.
///
/// The Globus SDK leaves root keys alone that it does not know. When another tool signs in later it does not update
/// this one, so a record counts only for the identity that it names, and its times are the earliest that can be.
struct SignInRecord: Sendable, Hashable {
    static let key = "alcf"

    var clientID: String?
    var identity: Identity
    /// Seconds since 1970.
    var signedInAt: Int?
}

extension SignInRecord: JSONDecodable, JSONEncodable {
    init(json: JSONValue) throws(JSONError) {
        clientID = json["client_id"]?.string
        identity = Identity(
            id: try json.require("identity_id"), username: json["username"]?.string, name: json["name"]?.string,
            email: json["email"]?.string, lastAuthentication: json["last_authentication"]?.int)
        signedInAt = json["signed_in_at"]?.int
    }

    var json: JSONValue {
        var object: JSONObject = [:]
        object["client_id"] = clientID.map { .string($0) }
        object["identity_id"] = .string(identity.id)
        object["username"] = identity.username.map { .string($0) }
        object["name"] = identity.name.map { .string($0) }
        object["email"] = identity.email.map { .string($0) }
        object["last_authentication"] = identity.lastAuthentication.map { .int($0) }
        object["signed_in_at"] = signedInAt.map { .int($0) }
        return .object(object)
    }
}
