import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFSystem

/// What a command works with: the environment, and what follows from it. Nothing is opened before it is used.
struct Session: Sendable {
    let environment: [String: String]
    let transport: any HTTPTransport

    /// The variable that names another gateway.
    static let baseURLVariable = "ALCF_BASE_URL"

    /// Set by `alcf simulate` to the simulation's speed, so that no figure passes for a real system's.
    static let simulationVariable = "ALCF_SIMULATION_SPEED"

    private static let variables = [
        simulationVariable,
        "HOME", TokenStore.pathVariable, EnvironmentToken.variable, GlobusAuth.baseURLVariable, baseURLVariable,
        "SSH_TTY", "SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER",
    ]

    init() {
        environment = ProcessEnvironment.values(Self.variables)
        transport = LazyTransport {
            HTTPClient(
                HTTPClient.Configuration(
                    userAgent: "alcf/\(Version.current)",
                    certificateBundle: ["CURL_CA_BUNDLE", "SSL_CERT_FILE"].lazy.compactMap(ProcessEnvironment.value)
                        .first { !$0.isEmpty }))
        }
    }

    /// Globus Auth, or its stand-in.
    func globusAuth() throws -> GlobusAuth { try GlobusAuth(environment: environment, transport: transport) }

    /// The token file to use.
    func store() async throws -> TokenStore { try await TokenStore.locate(environment: environment) }

    /// Who hands out tokens: the environment, else the token file.
    func tokens() throws -> any TokenProvider {
        if let token = try EnvironmentToken(environment: environment) { return token }
        let environment = environment
        return TokenManager(auth: try globusAuth(), warn: { Console.warn($0.message) }) {
            try await TokenStore.locate(environment: environment)
        }
    }

    /// The gateway's client, which tells on standard error what it does on its own account.
    func client(
        timeouts: InferenceClient.Timeouts = InferenceClient.Timeouts(),
        retry: InferenceClient.RetryPolicy = .standard
    ) throws -> InferenceClient {
        InferenceClient(
            baseURL: try gateway(), tokens: try tokens(), transport: transport, timeouts: timeouts, retry: retry,
            notify: { Console.note($0) })
    }

    /// How many times faster than the real service the simulation is that the environment names; nil for none.
    var simulationSpeed: Double? { environment[Self.simulationVariable].flatMap(Double.init) }

    private func gateway() throws -> HTTPURL {
        guard let text = environment[Self.baseURLVariable], !text.isEmpty else { return InferenceClient.productionURL }
        do { return try HTTPURL(text) } catch {
            throw UsageError(
                "\(Self.baseURLVariable) is not a URL: \(error.message)",
                remedy: "Set it to the gateway's https URL, or unset it.")
        }
    }
}
