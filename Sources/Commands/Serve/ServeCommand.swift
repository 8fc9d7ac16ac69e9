import ALCFAuth
import ALCFClient
import ALCFCrypto
import ALCFJSON
import ALCFServe
import ALCFSystem
import ArgumentParser

/// Runs the local server of OpenAI's and Anthropic's APIs.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Let any OpenAI or Anthropic program on this machine use the service.",
        discussion: """
            Listens on 127.0.0.1 and answers with your sign-in, which is renewed automatically, so that other programs need \
            one address and one key:

              alcf serve                          and leave it running
              alcf serve -- python my_script.py   run one program with address and key

            Routes: GET /v1/models, /health; POST /v1/chat/completions, /v1/completions, /v1/embeddings, /v1/responses, \
            /v1/messages, /v1/messages/count_tokens. A page that compares two models blind is at /.

            A model may be named as on any cluster; 'metis/gpt-oss-120b' means that cluster alone. If a cluster cannot take \
            the request, the next one that has the model is asked; the answer's headers x-alcf-cluster, x-alcf-model and \
            x-alcf-fallback-from, and the log, tell which it was.

            Programs must give a key that only you can read ('alcf serve --print-key'), since other users of this machine \
            can reach the address too.
            """)

    @Option(help: "Port on 127.0.0.1; 0 for any free port, which is the default with a command.")
    var port: Int?

    @Option(help: ArgumentHelp("Listen at this socket file too; only you can use it.", valueName: "path"))
    var socket: String?

    @Flag(help: "Print the key, and do nothing else.")
    var printKey = false

    @Flag(help: "Ask for no key. Every user of this machine can then ask models in your name.")
    var noKey = false

    @Option(
        help: ArgumentHelp(
            "Clusters in order of preference, separated by commas, for models that several of them run.",
            valueName: "names"))
    var prefer: String?

    @Flag(help: "Ask no other cluster if one cannot take a request.")
    var noFallback = false

    @Option(
        help: ArgumentHelp("Let pages of this origin use the server, as in https://example.org.", valueName: "origin"))
    var allowOrigin: [String] = []

    @Option(
        help: ArgumentHelp(
            "Begin at most so many requests a second, as the service allows; 0 for no limit.", valueName: "number"))
    var requestsPerSecond = 10

    @Option(
        help: ArgumentHelp(
            "Append the times and token counts of each request to this file, without any text; see 'alcf usage'.",
            valueName: "file"))
    var record: String?

    @Flag(help: "Keep questions and answers with the votes of the page, too.")
    var recordText = false

    @Flag(name: .shortAndLong, help: "Do not log requests.")
    var quiet = false

    @Flag(help: "Print the addresses, or the key, as JSON, and log requests as JSON Lines.")
    var json = false

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("Command to run with the address and the key in its environment.", valueName: "command"))
    var command: [String] = []

    func validate() throws {
        if let port, !(0...65_535).contains(port) { throw ValidationError("'--port' must be from 0 to 65535.") }
        if !(0...10_000).contains(requestsPerSecond) {
            throw ValidationError("'--requests-per-second' must be from 0 to 10000.")
        }
        for origin in allowOrigin where !Self.isOrigin(origin) {
            throw ValidationError(
                "'--allow-origin' takes an origin, which '\(origin)' is not: give scheme, host and port, as in https://example.org."
            )
        }
    }

    func run() async throws {
        if printKey {
            let key = try LocalKey.load().secret.expose()
            return json ? Console.print(["key": .string(key)]) : Console.print(key)
        }
        DescriptorLimit.raise()
        let settings = try Settings.current()
        for name in preference { try settings.requireCluster(name, for: "'--prefer'") }
        let key = noKey ? nil : try LocalKey.load()
        // A piece of an answer takes some hundred bytes, and there may be many answers at a time.
        let session = Session(mayAsk: command.isEmpty, readSize: 8 << 10)
        let limiter = requestsPerSecond == 0 ? nil : RequestLimiter(count: requestsPerSecond, longestWait: .seconds(30))
        let client = try session.client(retry: .none, limiter: limiter)
        let state = ServiceState()
        let requests = try record.map { try RequestRecord(path: $0) { Console.warn($0) } }
        var observers: [any ServedRequestObserver] = quiet || !command.isEmpty ? [] : [ServeLog(isJSON: json)]
        if let requests { observers.append(requests) }
        let routes = LocalRoutes(
            client: client, key: key, origins: Set(allowOrigin),
            settings: InferenceRoute.Settings(
                preference: preference, fallsBack: !noFallback,
                model: settings.value("model")?.value ?? ModelChoice.defaultModel),
            observers: observers, state: state,
            comparisons: ComparisonFile.defaultPath().map { ComparisonFile(path: $0, keepsTexts: recordText) },
            version: Version.current)
        try await Self.requireClusters(preference, routes)
        let server = try await LocalServer.start(
            port: port ?? (command.isEmpty ? ServeDefaults.port : 0), socketPath: socket,
            takesBody: { routes.takesBody($0, viaSocket: $1) }, answer: { await routes.answer($0, viaSocket: $1, $2) })
        let address = ServeAddress(port: server.port ?? 0, socket: socket, hasKey: !noKey)
        let preference = preference
        let watch = Task {
            async let check: Void = Self.check(preference, routes)
            await Self.watch(session, client, state)
            await check
        }
        defer { watch.cancel() }
        if command.isEmpty {
            greet(address)
            await Interrupt.wait()
            Console.afterInterrupt()
            state.isStopping = true
            await server.stop()
            await requests?.finish()
        } else {
            let code = try await runCommand(address, key, server, state)
            await requests?.finish()
            if code != 0 { throw ExitCode(code) }
        }
    }

    private var preference: [String] {
        (prefer ?? "").split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
    }

    private func greet(_ address: ServeAddress) {
        if json { StandardStreams.out(address.json.serialized() + "\n") } else { Console.print(address.text) }
        if noKey {
            Console.warn("no key is asked for: every user of this machine can ask models in your name")
        }
    }

    /// Runs the command, stops the server, and returns the command's exit code.
    private func runCommand(
        _ address: ServeAddress, _ key: LocalKey?, _ server: LocalServer, _ state: ServiceState
    ) async throws -> Int32 {
        let code: Int32
        do {
            code = try await ChildProcess.run(command, adding: address.environment(key: key))
        } catch let error as FileError {
            state.isStopping = true
            await server.stop()
            throw UsageError("\(error)", remedy: "Check the command after '--'.")
        }
        state.isStopping = true
        await server.stop()
        return code
    }

    /// Refuses a name that is no cluster's. The service is asked for its list only where a name is not known here, so
    /// that the server starts without the network.
    private static func requireClusters(_ names: [String], _ routes: LocalRoutes) async throws {
        guard let unknown = names.first(where: { KnownCluster.named($0) == nil }) else { return }
        let clusters: [String]
        do { clusters = try await routes.warmUp().clusters } catch {
            let reason = (error as? any RemediedError)?.message ?? "\(error)"
            return Console.warn("whether '\(unknown)' of '--prefer' is a cluster is not known: \(reason)")
        }
        for name in names where KnownCluster.named(name) == nil {
            guard !clusters.contains(where: { $0.lowercased() == name.lowercased() }) else { continue }
            throw UsageError(
                "'--prefer' names '\(name)', which is no cluster",
                remedy: "There are \(clusters.joined(separator: ", ")).")
        }
    }

    /// Warns of clusters that the service does not list now.
    private static func check(_ preference: [String], _ routes: LocalRoutes) async {
        guard !preference.isEmpty, let clusters = try? await routes.warmUp().clusters else { return }
        for name in preference where !clusters.contains(where: { $0.lowercased() == name.lowercased() }) {
            Console.warn(
                "'--prefer' names '\(name)', which the service does not list now; there are "
                    + clusters.joined(separator: ", "))
        }
    }

    private static func watch(_ session: Session, _ client: InferenceClient, _ state: ServiceState) async {
        let auth = session.auth
        let watch = SignInWatch(client: client, state: state) {
            // Of a token in a variable nothing is known.
            if (try? auth.environmentToken(for: .inference)) != nil { return nil }
            return try? await auth.status().signInWarning
        } warn: {
            Console.warn($0)
        }
        await watch.run()
    }

    private static func isOrigin(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[1].isEmpty && !parts[2].isEmpty && parts[0].hasSuffix(":")
    }
}
