public import ALCFAuth
public import ALCFHTTP
import ALCFSystem

extension InferenceClient {
    /// The variable that names another gateway.
    public static let baseURLVariable = "ALCF_BASE_URL"

    /// Returns a client for the user who is signed in on this machine, by `alcf authenticate` or by any program that
    /// shares its token file. Tokens are refreshed when necessary; nothing is read or sent before the first request.
    ///
    /// The environment counts as it does for the command line: every variable of `AuthEnvironment.variables`, among
    /// them `ALCF_ACCESS_TOKEN`, those of a service account, `ALCF_TOKENS_FILE` and `ALCF_PASSPHRASE_COMMAND`;
    /// `ALCF_BASE_URL`; and those that name certificates.
    ///
    /// - Throws: `AuthError` or ``ClientError`` for invalid variables. If nobody is signed in, the first request throws
    ///   `signInNeeded`.
    public static func signedIn(
        transport: any HTTPTransport = HTTPClient(), passphrase: Passphrase = .none,
        notify: @escaping @Sendable (ClientEvent) -> Void = { _ in }
    ) throws -> InferenceClient {
        let values = ProcessEnvironment.values(AuthEnvironment.variables + [baseURLVariable])
        let auth = AuthEnvironment(values, transport: transport, passphrase: passphrase)
        return try InferenceClient(auth, transport: transport, notify: notify)
    }

    /// The client of the user whom `auth` signs in, at the gateway that its environment names.
    ///
    /// - Parameters:
    ///   - auth: a process that uses the client for long refreshes its token before that is urgent.
    ///   - transport: what sends the requests.
    ///   - timeouts: how long to wait.
    ///   - retry: when a request is sent again.
    ///   - limiter: lets only so many requests a second go to the gateway.
    ///   - notify: told of repetitions, waits and large bodies, from any thread.
    /// - Throws: `AuthError` or ``ClientError`` for variables that make no sense.
    public init(
        _ auth: AuthEnvironment, transport: any HTTPTransport, timeouts: Timeouts = Timeouts(),
        retry: RetryPolicy = .standard, limiter: RequestLimiter? = RequestLimiter(),
        notify: @escaping @Sendable (ClientEvent) -> Void = { _ in }
    ) throws {
        self.init(
            baseURL: try Self.gateway(auth.values), tokens: try auth.tokens(early: EarlyRefresh()),
            transport: transport,
            timeouts: timeouts, retry: retry, limiter: limiter, notify: notify)
    }

    /// Returns the gateway that `environment` names, else the production one.
    ///
    /// - Throws: ``ClientError`` for what is no URL.
    package static func gateway(_ environment: [String: String]) throws(ClientError) -> HTTPURL {
        guard let text = environment[baseURLVariable], !text.isEmpty else { return productionURL }
        do { return try HTTPURL(text) } catch {
            guard error.code == .invalidURL else { throw ClientError(error) }
            throw ClientError(
                .usage, "\(baseURLVariable) is not a URL: \(error.message)",
                remedy: "Set it to the gateway's https URL, or unset it.", underlying: error)
        }
    }
}
