import ALCFJSON

/// The identity that is signed in.
struct SimulatedIdentity: Sendable, Hashable {
    let id: String
    let username: String
    let name: String

    static let sampleUser = SimulatedIdentity(
        id: "11111111-2222-4333-8444-555555555555", username: "ssample@anl.gov", name: "Sam Sample")

    /// The identity that a confidential client is.
    static func service(clientID: String) -> SimulatedIdentity {
        SimulatedIdentity(
            id: clientID, username: "\(clientID)@clients.auth.globus.org", name: "Simulated Service Account")
    }

    static let providerID = "99999999-8888-4777-8666-555555555555"
    static let providerName = "Argonne National Laboratory"

    /// Returns the claims of an id_token and of userinfo.
    ///
    /// - Parameter lastAuthentication: seconds since 1970.
    func claims(lastAuthentication: Int) -> JSONObject {
        let person: JSONObject = [
            "sub": .string(id), "name": .string(name), "email": .string(username),
            "organization": .string(Self.providerName), "identity_provider": .string(Self.providerID),
            "identity_provider_display_name": .string(Self.providerName),
            "last_authentication": .int(lastAuthentication),
        ]
        var identity = person
        identity["username"] = .string(username)
        var claims = person
        claims["preferred_username"] = .string(username)
        claims["identity_set"] = [.object(identity)]
        return claims
    }
}
