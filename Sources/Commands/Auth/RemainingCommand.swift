import ALCFAuth
import ArgumentParser

/// The older Python tool's question, with its answer: the number alone.
struct RemainingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get_time_until_token_expiration",
        abstract: "Print how long the access token is good for, as a number.", shouldDisplay: false)

    @Option(help: "seconds, minutes or hours.")
    var units = TimeUnit.seconds

    func run() async throws {
        let session = Session()
        if try session.auth.environmentToken(for: .inference) != nil { throw EnvironmentToken.lifeUnknown }
        let status = try await session.auth.status()
        Console.print(units.text(status.remaining ?? 0))
    }
}
