import ALCFAuth
import ALCFCrypto
import ArgumentParser

/// Prints a token for other programs. What it prints is its whole output: it never prompts.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Print a valid access token, and nothing else.",
        discussion: """
            Refreshes the token when less than a minute is left. Never asks anything: without a usable sign-in it says so on \
            standard error and exits with 77.

            For curl: curl -H "Authorization: Bearer $(alcf token)" …
            """,
        aliases: ["get_access_token"])

    func run() async throws {
        let token = try await Session().tokens().accessToken()
        Console.print(token.expose())
    }
}
