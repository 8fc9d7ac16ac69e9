import ALCFSystem
public import ArgumentParser
import Glibc

/// The program: everything below is a subcommand with a file of its own.
public struct AlcfCommand: AsyncParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "alcf",
        abstract: "Use the ALCF Inference Service, and benchmark it.",
        discussion: """
            Sign in once with 'alcf authenticate'. Then 'alcf chat "…"' asks a model, and 'alcf benchmark' compares Metis \
            with Sophia. 'alcf benchmark --simulate' needs no account.

            Exit codes: 0 success, 1 failure, 64 usage error or missing file, 69 service or network unavailable, 75 try again \
            later, 77 sign-in needed, 130 interrupted.

            Environment: ALCF_BASE_URL (another gateway), ALCF_TOKENS_FILE (another token file), ALCF_ACCESS_TOKEN (a \
            token to use unchanged), GLOBUS_SERVICE_ACCOUNT_CLIENT_ID and GLOBUS_SERVICE_ACCOUNT_CLIENT_SECRET (a service \
            account), ALCF_CLUSTER and ALCF_MODEL (defaults, as in 'alcf config'), ALCF_SESSION_DAYS (how long a sign-in \
            lasts), ALCF_PASSPHRASE_COMMAND (prints the passphrase of an encrypted token file), \
            GLOBUS_SDK_SERVICE_URL_AUTH (another Globus Auth), CURL_CA_BUNDLE, SSL_CERT_FILE, SSL_CERT_DIR or \
            REQUESTS_CA_BUNDLE (certificates to trust in place of the system's), https_proxy and no_proxy as for curl, \
            NO_COLOR.
            """,
        version: Version.current,
        subcommands: [NullServerCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Signing in",
                subcommands: [
                    AuthenticateCommand.self, TokenCommand.self, TokenStatusCommand.self, LogoutCommand.self,
                    RemainingCommand.self,
                ]),
            CommandGroup(
                name: "Using the service",
                subcommands: [
                    ChatCommand.self, EmbedCommand.self, BatchCommand.self, ListEndpointsCommand.self,
                    ListModelsCommand.self, JobsCommand.self, WaitCommand.self, StatusCommand.self,
                    WhoAmICommand.self, EnvCommand.self, ServeCommand.self,
                    AgentCommand.self, UsageCommand.self,
                ]),
            CommandGroup(name: "Settings", subcommands: [ConfigCommand.self]),
            CommandGroup(name: "Measuring", subcommands: [BenchmarkCommand.self, SimulateCommand.self]),
            CommandGroup(name: "When something is wrong", subcommands: [DoctorCommand.self]),
        ])

    /// Creates the command; ArgumentParser requires it.
    public init() {}

    /// Runs the program and ends it with the right exit code.
    public static func run() async -> Never {
        // A reader that goes away is noticed when writing, and ends the program quietly.
        signal(SIGPIPE, SIG_IGN)
        Network.useProxyOfSettings()
        do {
            // Other programs call it all the time, and to set up the parser would cost more than all the rest of it.
            if CommandLine.arguments.dropFirst() == ["token"] {
                try await TokenCommand.printToken()
                Glibc.exit(0)
            }
            try ArgumentBytes.check(CommandLine.arguments)
            let words = try CommandWords(Array(CommandLine.arguments.dropFirst()))
            if let help = words.help {
                StandardStreams.out(help)
                Glibc.exit(0)
            }
            var command = try parseAsRoot(words.arguments)
            if (command as? BenchmarkRunCommand)?.isEcho == true { Console.leaveWarningsToFirst() }
            for warning in RepeatedOptions.warnings(words.arguments) { Console.warn(warning) }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            Glibc.exit(0)
        } catch {
            guard let failure = Failure(error) else {
                if let mistake = CommandLineMistake(error) {
                    StandardStreams.error(mistake.text(colour: Terminal.usesColour(.error)))
                    Glibc.exit(Failure.ExitCode.usage)
                }
                exit(withError: error)
            }
            StandardStreams.error(failure.text(colour: Terminal.usesColour(.error)))
            Glibc.exit(failure.exitCode)
        }
    }
}
