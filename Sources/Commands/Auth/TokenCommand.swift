import ALCFAuth
import ALCFCrypto
import ArgumentParser

/// Prints a token for other programs. What it prints is its whole output: it never prompts.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Print a valid access token, and nothing else.",
        discussion: """
            Refreshes the token if it has less than a minute left, or less than '--min-remaining'. Never prompts: without a \
            usable sign-in it prints an error on standard error and exits with 77.

            For curl: curl -H "Authorization: Bearer $(alcf token)" …
            For a job of six hours: TOKEN=$(alcf token --min-remaining 6h)
            """,
        aliases: ["get_access_token"])

    @Option(help: ArgumentHelp("Service that the token is for.", valueName: "name"))
    var service = ServiceName(.inference)

    @Option(
        help: ArgumentHelp(
            "Refresh the token first if it has less time left than this: 90s, 30m, 6h, 1d.", valueName: "time"))
    var minRemaining: TimeSpan?

    func run() async throws { try await Self.printToken(for: service.service, lasting: minRemaining?.seconds) }

    /// Prints a token for `service` that lasts for so many seconds, or for a minute where nothing is said.
    static func printToken(for service: GlobusService = .inference, lasting seconds: Double? = nil) async throws {
        let session = Session(mayAsk: false)
        let token =
            if let seconds {
                try await session.auth.token(for: service, lasting: seconds)
            } else {
                try await session.auth.tokens(for: service).accessToken()
            }
        Console.print(token.expose())
    }
}
