/// A service that accepts Globus access tokens.
public struct GlobusService: Sendable, Hashable {
    /// Name on the command line, as in `iri`.
    public let id: String
    /// Name in sentences.
    public let name: String
    /// The key of its tokens in answers and in the token file.
    public let resourceServer: String
    /// Scope that a sign-in requests.
    public let scope: String
    /// The authentication policy that a sign-in session must satisfy; nil for none.
    public let sessionPolicy: String?

    /// A service by its constants.
    public init(id: String, name: String, resourceServer: String, scope: String, sessionPolicy: String? = nil) {
        self.id = id
        self.name = name
        self.resourceServer = resourceServer
        self.scope = scope
        self.sessionPolicy = sessionPolicy
    }

    /// The ALCF Inference Service.
    public static let inference = GlobusService(
        id: "inference", name: "the inference service",
        resourceServer: "681c10cc-f684-4540-bcd7-0b4df3bc26ef",
        scope: "https://auth.globus.org/scopes/681c10cc-f684-4540-bcd7-0b4df3bc26ef/action_all",
        sessionPolicy: "83732ff2-9c42-4548-b5ce-17e498c84f6a")
    /// ALCF's facility API, by the Integrated Research Infrastructure's name.
    public static let iri = GlobusService(
        id: "iri", name: "the IRI facility API",
        resourceServer: "6be511f6-a071-471f-9bc0-02a0d0836723",
        scope: "https://auth.globus.org/scopes/6be511f6-a071-471f-9bc0-02a0d0836723/filesystem",
        sessionPolicy: facilityPolicy)
    /// Globus Compute, under the name it was registered with.
    public static let globusCompute = GlobusService(
        id: "globus-compute", name: "Globus Compute", resourceServer: "funcx_service",
        scope: "https://auth.globus.org/scopes/facd7ccc-c5f4-42aa-916b-a0e270e2c2a9/all")
    /// Globus Transfer.
    public static let globusTransfer = GlobusService(
        id: "globus-transfer", name: "Globus Transfer", resourceServer: "transfer.api.globus.org",
        scope: "urn:globus:auth:scope:transfer.api.globus.org:all")
    /// Globus Flows.
    public static let globusFlows = GlobusService(
        id: "globus-flows", name: "Globus Flows", resourceServer: "flows.globus.org",
        scope: "https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all")
    /// Globus Auth itself, which tells who signed in.
    public static let globusAuth = GlobusService(
        id: "globus-auth", name: "Globus Auth", resourceServer: "auth.globus.org", scope: "openid")

    /// The services that ALCF's present client may ask for, the usual one first.
    public static let known = [inference, iri, globusCompute, globusTransfer, globusFlows]

    /// The policy of a sign-in for several services at once, which is also the facility API's own.
    static let facilityPolicy = "a128e981-c9a5-417a-97ab-8571c9831bff"

    /// The policy that a sign-in for all of `services` must satisfy; nil for none.
    ///
    /// Each service has its own. A sign-in for several takes the facility's, as ALCF's own tools do.
    static func sessionPolicy(of services: [GlobusService]) -> String? {
        services.count > 1 ? facilityPolicy : services.first?.sessionPolicy
    }

    /// Returns the purpose of the tokens of `resourceServer` in words: the known service's id, else the server's own
    /// name.
    public static func label(ofResourceServer resourceServer: String) -> String {
        (known + [globusAuth]).first { $0.resourceServer == resourceServer }?.id ?? resourceServer
    }
}
