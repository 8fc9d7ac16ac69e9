/// A service that accepts Globus access tokens.
public struct GlobusService: Sendable, Hashable {
    /// What it is called in sentences.
    public let name: String
    /// The key of its tokens in answers and in the token file.
    public let resourceServer: String
    /// What is asked for when signing in.
    public let scope: String
    /// The authentication policy that a sign-in session must satisfy; nil for none.
    public let sessionPolicy: String?

    /// A service by its constants.
    public init(name: String, resourceServer: String, scope: String, sessionPolicy: String? = nil) {
        self.name = name
        self.resourceServer = resourceServer
        self.scope = scope
        self.sessionPolicy = sessionPolicy
    }

    /// The ALCF Inference Service.
    public static let inference = GlobusService(
        name: "the inference service",
        resourceServer: "681c10cc-f684-4540-bcd7-0b4df3bc26ef",
        scope: "https://auth.globus.org/scopes/681c10cc-f684-4540-bcd7-0b4df3bc26ef/action_all",
        sessionPolicy: "83732ff2-9c42-4548-b5ce-17e498c84f6a")
    /// Globus Auth itself, which tells who signed in.
    public static let globusAuth = GlobusService(
        name: "Globus Auth", resourceServer: "auth.globus.org", scope: "openid")
}
