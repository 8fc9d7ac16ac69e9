import ALCFAuth
import ALCFClient
import ALCFSimulator
import ALCFSystem
import ArgumentParser

/// Runs the service's stand-in until it is stopped.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run a stand-in for Globus Auth and the gateway on this machine.",
        discussion: """
            Prints environment variables and runs until Ctrl-C. With these variables set, every other command (and the Python \
            tools) uses the simulated service, with a separate token file:

              alcf simulate                       paste its variables into another terminal
              alcf simulate -- alcf list-models   run one command against it, signed in

            Its timing follows the real service as far as that is known: Metis answers after about 4.8 s plus 2.7 ms per token, \
            Sophia after about 1 s plus 7 ms per token, in bursts. It runs no models: answers are taken from the question. \
            It listens on 127.0.0.1 only and keeps nothing when it exits.
            """)

    @OptionGroup var simulation: SimulationOptions

    @Option(help: "Port to listen on; 0 for any free port.")
    var port = 0

    @Option(help: ArgumentHelp("Lifetime of access tokens.", valueName: "seconds"))
    var tokenLifetime = 172_800

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("Command to run against the simulated service.", valueName: "command"))
    var command: [String] = []

    /// Variable that tells programs that the service is a simulated one.
    static let markVariable = "ALCF_SIMULATED"

    /// Credentials for the real service that the environment may hold.
    private static let credentials = [
        EnvironmentToken.variable, ServiceAccount.idVariable, ServiceAccount.secretVariable,
    ]

    /// A command that runs by itself finds the sample user signed in.
    private func signIn(_ simulator: Simulator, _ store: TokenStore) async throws {
        // Of the client that the file is taken to belong to: no other can renew them.
        let tokens = try simulator.issueTokens(clientID: store.client.id)
        let entries = tokens.map { token in
            TokenEntry(
                resourceServer: token.resourceServer, identityID: token.identityID, scope: token.scope,
                accessToken: token.accessToken, refreshToken: token.refreshToken, expiresAt: token.expiresAt)
        }
        guard let identity = tokens.first.map({ Identity(id: $0.identityID, username: "ssample@anl.gov") }) else {
            return
        }
        _ = try await store.save(TokenResponse(entries: entries, identity: identity))
    }

    func validate() throws {
        if !(0...65_535).contains(port) { throw ValidationError("'--port' must be from 0 to 65535.") }
        let lifetimes = SimulatorConfiguration.tokenLifetimes
        if !lifetimes.contains(tokenLifetime) {
            throw ValidationError(
                "'--token-lifetime' must be from \(lifetimes.lowerBound) to \(lifetimes.upperBound) seconds.")
        }
    }

    func run() async throws {
        var configuration = try simulation.arguments.configuration()
        configuration.port = port
        configuration.accessTokenLifetime = tokenLifetime
        guard let folder = TemporaryFolder.make("alcf-simulator") else {
            throw UsageError("no folder can be made for the tokens", remedy: "Set TMPDIR to one that can be written.")
        }
        defer { TemporaryFolder.remove(folder) }
        let simulator = try await Simulator.start(configuration)
        let environment = [
            (GlobusAuth.baseURLVariable, simulator.authBaseURL),
            (InferenceClient.baseURLVariable, simulator.gatewayBaseURL),
            (TokenStore.pathVariable, "\(folder)/tokens.json"), (Self.markVariable, "1"),
        ]
        if command.isEmpty {
            for (name, value) in environment { Console.print("export \(name)=\(value)") }
            // A real token is nobody's business here, and would be refused.
            Console.print("unset " + Self.credentials.joined(separator: " "))
            Console.note(
                "\nSimulating until Ctrl-C. Paste the lines above in another terminal; then: alcf authenticate")
            await Interrupt.wait()
            Console.afterInterrupt()
            await simulator.stop()
        } else {
            let code: Int32
            do {
                try await signIn(simulator, TokenStore(path: "\(folder)/tokens.json", client: .alcfTokens))
                code = try await ChildProcess.run(
                    command, adding: Dictionary(uniqueKeysWithValues: environment), removing: Self.credentials)
            } catch let error as FileError {
                await simulator.stop()
                throw UsageError("\(error)", remedy: "Check the command after '--'.")
            }
            await simulator.stop()
            if code != 0 { throw ExitCode(code) }
        }
    }
}
