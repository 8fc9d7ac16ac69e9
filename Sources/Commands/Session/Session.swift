import ALCFAuth
import ALCFClient
import ALCFCrypto
import ALCFHTTP
import ALCFSystem

/// What a command works with: the environment, and what follows from it. Nothing is opened before it is used.
struct Session: Sendable {
    let environment: [String: String]
    let transport: any HTTPTransport
    let passphrase: Passphrase
    private let clockWatch = ClockWatch { Console.warn($0) }

    /// The variable that names another gateway.
    static let baseURLVariable = "ALCF_BASE_URL"

    private static let variables =
        TokenStore.variables + [
            EnvironmentToken.variable, ServiceAccount.idVariable, ServiceAccount.secretVariable,
            SessionLife.variable, PassphraseSource.variable, GlobusAuth.baseURLVariable, baseURLVariable,
            "SSH_TTY", "SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY",
        ]

    /// - Parameter mayAsk: whether the user may be asked for a passphrase.
    init(mayAsk: Bool = true) {
        environment = ProcessEnvironment.values(Self.variables)
        transport = LazyTransport { HTTPClient(Self.http) }
        passphrase = PassphraseSource(command: environment[PassphraseSource.variable], mayAsk: mayAsk).passphrase
    }

    /// What every connection of the program has in common.
    static var http: HTTPClient.Configuration {
        .fromEnvironment(userAgent: "alcf/\(Version.current)")
    }

    /// Globus Auth, or its stand-in.
    func globusAuth() throws -> GlobusAuth {
        try GlobusAuth(environment: environment, transport: transport, clockWatch: clockWatch)
    }

    /// The gateway's client, which tells on standard error what it does on its own account. A process that uses it for
    /// long refreshes its token before that is urgent.
    func client(
        timeouts: InferenceClient.Timeouts = InferenceClient.Timeouts(),
        retry: InferenceClient.RetryPolicy = .standard
    ) throws -> InferenceClient {
        InferenceClient(
            baseURL: try gateway(), tokens: try tokens(early: EarlyRefresh()), transport: transport, timeouts: timeouts,
            retry: retry,
            notify: { Console.note($0) })
    }

    private func gateway() throws -> HTTPURL {
        guard let text = environment[Self.baseURLVariable], !text.isEmpty else { return InferenceClient.productionURL }
        do { return try HTTPURL(text) } catch {
            throw UsageError(
                "\(Self.baseURLVariable) is not a URL: \(error.message)",
                remedy: "Set it to the gateway's https URL, or unset it.")
        }
    }
}
