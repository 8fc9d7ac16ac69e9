/// A public native client that is registered with Globus Auth: it has an id and no secret.
public struct OAuthClient: Sendable, Hashable {
    /// The id that Globus gave it.
    public let id: String
    /// The name of the application: part of the token file's path, and shown to the user who consents.
    public let appName: String

    /// A client of one's own registration.
    public init(id: String, appName: String) {
        self.id = id
        self.appName = appName
    }

    /// ALCF's present client, which the Python packages `alcf-tokens` and `alcf-ai` use.
    public static let alcfTokens = OAuthClient(id: "7f3e61f5-e0de-4e8f-9150-0a62c65dda63", appName: "alcf_tokens")
    /// ALCF's older client, which `inference_auth_token.py` uses.
    public static let inferenceApp = OAuthClient(id: "58fdd3bc-e1c3-4ce5-80ea-8d6b87cfb944", appName: "inference_app")
    /// Both, the preferred one first.
    public static let known = [alcfTokens, inferenceApp]

    /// Path of the file in which the Globus SDK keeps this client's tokens, below the home directory.
    public var tokenFile: String { ".globus/app/\(id)/\(appName)/tokens.json" }
}
