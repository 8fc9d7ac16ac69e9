import ALCFAuth
public import ALCFHTTP
import ALCFSystem

extension InferenceClient {
    /// The variable that names another gateway.
    public static let baseURLVariable = "ALCF_BASE_URL"

    /// The client of whoever is signed in on this machine, by `alcf authenticate` or by any program that shares its
    /// token file. Tokens are refreshed as need be; nothing is read or sent before the first request.
    ///
    /// The environment is heeded as the command line heeds it: `ALCF_ACCESS_TOKEN`, `ALCF_TOKENS_FILE`,
    /// `ALCF_BASE_URL`, `GLOBUS_SDK_SERVICE_URL_AUTH`.
    ///
    /// - Throws: `AuthError` or ``ClientError`` for variables that make no sense. That nobody is signed in, the first
    ///   request says.
    public static func signedIn(
        transport: any HTTPTransport = HTTPClient(.fromEnvironment()),
        notify: @escaping @Sendable (ClientNote) -> Void = { _ in }
    ) throws -> InferenceClient {
        let environment = ProcessEnvironment.values([
            "HOME", EnvironmentToken.variable, TokenStore.pathVariable, GlobusAuth.baseURLVariable, baseURLVariable,
        ])
        var gateway = productionURL
        if let text = environment[baseURLVariable], !text.isEmpty {
            do { gateway = try HTTPURL(text) } catch { throw ClientError(error) }
        }
        let tokens: any TokenProvider
        if let token = try EnvironmentToken(environment: environment) {
            tokens = token
        } else {
            let auth = try GlobusAuth(environment: environment, transport: transport)
            tokens = TokenManager(auth: auth) { try await TokenStore.locate(environment: environment) }
        }
        return InferenceClient(baseURL: gateway, tokens: tokens, transport: transport, notify: notify)
    }
}
