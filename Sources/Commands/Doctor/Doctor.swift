import ALCFAuth
import ALCFClient
import ALCFCrypto
import ALCFHTTP
import ALCFServe
import ALCFSystem

/// Makes all checks, those that do not depend on each other side by side. Nothing is changed: no token is renewed, and
/// files of its own are removed.
struct Doctor: Sendable {
    let auth: AuthEnvironment
    let transport: any HTTPTransport
    let versions: ProgramVersions
    /// Whether to make no connection to other machines.
    let isOffline: Bool
    /// Whether to leave out who the user is.
    var isAnonymous = false
    /// Time for each step that may hang.
    var limit = Duration.seconds(10)
    var clock = WallClock.system
    /// The value of a variable; nil where it is not set.
    var environment: @Sendable (String) -> String? = ProcessEnvironment.value
    var progress = DoctorProgress { _ in }
    /// Returns the model that commands ask a cluster for.
    var model: @Sendable (String) -> String = { cluster in
        ((try? Settings.current()).flatMap { $0.model(on: cluster)?.value }) ?? ModelChoice.defaultModel
    }

    func report() async -> DoctorReport {
        async let local = progress.during("local files") { await files() }
        let (globusURL, gatewayURL) = (address { try auth.globusAuth().baseURL }, address { try gateway() })
        async let globus = progress.during("Globus Auth") {
            await ask(globusURL, ".well-known/openid-configuration")
        }
        async let server = progress.during("the port of alcf serve") { await askLocalServer() }
        let health = await progress.during("the gateway") { await ask(gatewayURL, "health") }
        let (signIn, folder) = await local
        let checks = SignInChecks(facts: signIn)
        let whoami = await progress.during("your identity") { await askIdentity(health, signIn, checks) }
        let models = await progress.during("the models") { await askModels(whoami, signIn) }
        let contact = await globus
        let servers = [("Globus Auth", globusURL.value), ("the gateway", gatewayURL.value)]

        var results = ProgramChecks(versions: versions).results
        results.append(SettingsCheck(file: SettingsFile.usual(environment: environment)).result)
        if case .failure = versions.curl {
            results.append(.notTried(.certificates, "libcurl cannot be used"))
        } else {
            results.append(CertificateChecks(.inForce(environment: environment)).result)
        }
        results +=
            ProxyChecks(
                servers: servers.compactMap { name, url in url.map { (name, $0) } }, environment: environment
            ).results
        results.append(
            ConnectionCheck(
                check: .globus, name: "Globus Auth", variable: GlobusAuth.baseURLVariable, url: globusURL.value,
                answer: contact, environment: environment
            ).result)
        results.append(
            ConnectionCheck(
                check: .gateway, name: "the gateway", variable: InferenceClient.baseURLVariable, url: gatewayURL.value,
                answer: health, environment: environment
            ).result)
        let readings = [("Globus Auth", contact), ("the gateway", health)].compactMap { name, answer in
            answer.value.flatMap { ClockCheck.Reading(name, $0) }
        }
        results.append(ClockCheck(readings, reason: isOffline ? Self.offline : "no server was reached").result)
        results += checks.results
        results += ServiceChecks(health: health, whoami: whoami, models: models, local: await server).results
        results += FileChecks(facts: folder).results
        let home = HomeDirectory.path(environment: auth.values)
        let privacy = DoctorPrivacy(
            secrets: secrets(signIn), home: home,
            people: isAnonymous ? checks.people + people(whoami.value) : [])
        return DoctorReport(results.map { privacy($0) }, versions: versions, isOffline: isOffline)
    }

    private static let offline = "--offline was given"

    private func secrets(_ signIn: SignInFacts?) -> [Secret] {
        let named = [EnvironmentToken.variable, ServiceAccount.secretVariable].compactMap { auth.values[$0] }
        return named.filter { !$0.isEmpty }.map { Secret($0) } + [signIn?.token].compactMap(\.self)
    }

    /// The names and identifiers that the gateway knows the user by.
    private func people(_ me: WhoAmI?) -> [String] {
        [me?.username, me?.id].compactMap(\.self)
    }

    // MARK: Files

    private func files() async -> (SignInFacts?, FolderFacts?) {
        let (auth, clock) = (auth, clock)
        let signIn = await Deadline.run(limit) { await SignInFacts.read(auth, clock: clock) }
        guard let signIn, let path = signIn.path else { return (signIn, nil) }
        let cache = DataSetCache.folder(
            auth.values.merging(["XDG_CACHE_HOME": environment("XDG_CACHE_HOME") ?? ""]) { $1 })
        let folder = await Deadline.run(limit) {
            await BlockingWork.run { FolderFacts.read(tokenFile: path, cache: cache) }
        }
        return (signIn, folder)
    }

    // MARK: Servers

    private func gateway() throws -> HTTPURL { try InferenceClient.gateway(auth.values) }

    private func address(_ url: () throws -> HTTPURL) -> Finding<HTTPURL> {
        do { return .found(try url()) } catch { return .failed(error) }
    }

    private func ask(_ base: Finding<HTTPURL>, _ path: String) async -> Finding<ServerAnswer> {
        // A wrong address is told in any case.
        if isOffline, base.value != nil { return .notTried(Self.offline) }
        guard (try? versions.curl.get()) != nil else { return .notTried("libcurl cannot be used") }
        switch base {
        case .notTried(let reason): return .notTried(reason)
        case .failed(let error): return .failed(error)
        case .found(let url):
            do {
                return .found(
                    try await ServerAnswer.of(
                        try url.appending(path), transport: transport, within: limit, clock: clock))
            } catch { return .failed(error) }
        }
    }

    /// The port is this machine's, so that it is asked offline, too.
    private func askLocalServer() async -> Finding<ServerAnswer> {
        guard (try? versions.curl.get()) != nil else { return .notTried("libcurl cannot be used") }
        do {
            let url = try HTTPURL("http://127.0.0.1:\(ServeDefaults.port)/health")
            return .found(try await ServerAnswer.of(url, transport: transport, within: .seconds(1), clock: clock))
        } catch { return .failed(error) }
    }

    // MARK: Service

    private func client(_ signIn: SignInFacts?) throws -> InferenceClient {
        let limits = HTTPRequest.Timeouts(connect: limit, firstByte: limit, idle: limit, total: limit)
        let given = try auth.environmentToken(for: .inference)
        let tokens: (any TokenProvider)? = given ?? signIn?.token.map { AtHandProvider(token: $0) }
        return InferenceClient(
            baseURL: try gateway(), tokens: tokens, transport: transport,
            timeouts: InferenceClient.Timeouts(service: limits), retry: .none, limiter: nil, clock: clock)
    }

    private func askIdentity(
        _ health: Finding<ServerAnswer>, _ signIn: SignInFacts?, _ checks: SignInChecks
    ) async -> Finding<WhoAmI> {
        if let reason = ServiceChecks.obstacle(health) ?? checks.obstacle { return .notTried(reason) }
        do { return .found(try await client(signIn).whoami()) } catch { return .failed(error) }
    }

    private func askModels(_ whoami: Finding<WhoAmI>, _ signIn: SignInFacts?) async -> Finding<[ModelFacts]> {
        switch whoami {
        case .notTried(let reason): return .notTried(reason)
        case .failed: return .notTried("the gateway did not accept the token")
        case .found: break
        }
        do {
            let client = try client(signIn)
            let model = model
            let facts = await Deadline.run(limit) { () async -> Finding<[ModelFacts]> in
                do { return .found(try await ModelFacts.ask(client, model: model)) } catch { return .failed(error) }
            }
            return facts ?? .failed(ClientError(.timeout, "the models were not listed in time"))
        } catch { return .failed(error) }
    }
}
