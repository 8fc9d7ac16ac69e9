import ALCFCrypto
import ALCFJSON

/// A JSON Web Token in the shape of Globus Auth's, with a signature that is none: it says so itself.
enum IDToken {
    /// - Parameters:
    ///   - clientID: the audience.
    ///   - issuedAt: seconds since 1970.
    static func text(subject: SimulatedIdentity, clientID: String, issuedAt: Int, lifetime: Int) -> String {
        let header: JSONValue = ["alg": "RS512", "typ": "JWT", "kid": "simulated"]
        var claims: JSONObject = [
            "iss": "https://auth.globus.org", "aud": .string(clientID), "iat": .int(issuedAt),
            "exp": .int(issuedAt + lifetime),
        ]
        claims.merge(subject.claims(lastAuthentication: issuedAt))
        let parts = [
            header.serializedBytes(), JSONValue.object(claims).serializedBytes(), Array("not-a-signature".utf8),
        ]
        return parts.map { Base64.urlSafe.encode($0) }.joined(separator: ".")
    }
}
