public import ALCFCrypto
import ALCFSystem

/// A client of Globus Auth that acts for itself and not for a user; cron jobs and services sign in with one.
///
/// The gateway accepts one only when ALCF has put it on its list.
public struct ServiceAccount: Sendable, Hashable {
    /// The variable with the client's id.
    public static let idVariable = "GLOBUS_SERVICE_ACCOUNT_CLIENT_ID"
    /// The variable with the client's secret.
    public static let secretVariable = "GLOBUS_SERVICE_ACCOUNT_CLIENT_SECRET"

    /// The id that Globus gave it.
    public let id: String
    /// Secret that authenticates the client.
    public let secret: Secret

    /// An account by its parts.
    public init(id: String, secret: Secret) {
        self.id = id
        self.secret = secret
    }

    /// The account that `environment` names; nil where it names none.
    ///
    /// - Throws: ``AuthError`` `misconfigured` where one of the two variables is missing or makes no sense.
    public init?(environment: [String: String]) throws(AuthError) {
        let values = [Self.idVariable, Self.secretVariable].map { environment[$0] ?? "" }
        if values.allSatisfy(\.isEmpty) { return nil }
        for (name, value) in zip([Self.idVariable, Self.secretVariable], values) where !value.isToken {
            throw AuthError(
                .misconfigured,
                "\(name) is \(value.isEmpty ? "not set, and the other one is" : "not of the usual form")",
                remedy: "Set both \(Self.idVariable) and \(Self.secretVariable), or neither.")
        }
        // A colon would end it where both are sent; a slash would lead its file elsewhere.
        guard values[0].utf8.allSatisfy({ $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") }) else {
            throw AuthError(
                .misconfigured, "\(Self.idVariable) is not the id of a client", remedy: "Set it to the client's UUID.")
        }
        self.init(id: values[0], secret: Secret(values[1]))
    }

    /// Returns the store of its access token between two runs, in the format of the SDK's own.
    ///
    /// - Throws: ``AuthError`` `misconfigured` if the home directory is not known.
    public func store(environment: [String: String]) throws(AuthError) -> TokenStore {
        guard let home = HomeDirectory.path(environment: environment) else {
            throw AuthError(.misconfigured, "the home directory is not known", remedy: "Set HOME.")
        }
        let client = OAuthClient(id: id, appName: "alcf_service_account")
        return TokenStore(
            path: "\(home)/\(client.tokenFile)", client: client, reason: "\(Self.idVariable) is set",
            kind: .serviceAccount)
    }

    /// Globus does not know it, or no longer.
    var refused: AuthError {
        AuthError(
            .misconfigured, "Globus Auth does not know the service account \(id), or its secret is wrong",
            remedy: "Check \(Self.idVariable) and \(Self.secretVariable).")
    }
}
