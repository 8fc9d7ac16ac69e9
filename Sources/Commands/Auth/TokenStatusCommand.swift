import ALCFAuth
import ALCFJSON
import ALCFSystem
import ArgumentParser

/// Tells how long the sign-in lasts.
struct TokenStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token-status",
        abstract: "Show who is signed in, and for how long.",
        discussion: """
            Reads the token file only. Exits with 77 when nobody is signed in.

            An access token that has ended is no trouble as long as it can be refreshed: the next command that needs one \
            does it. A new sign-in is due when ALCF's policy asks for one, whatever was refreshed until then.
            """)

    @Option(help: "Print only the time that the access token has left, in seconds, minutes or hours.")
    var units: TimeUnit?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let session = Session()
        if try EnvironmentToken(environment: session.environment) != nil {
            Console.note("\(EnvironmentToken.variable) is set: it is used as it is, and nothing else is known of it.")
            if json { Console.print(["signed_in": true, "source": .string(EnvironmentToken.variable)]) }
            return
        }
        let status = try await TokenStatus.read(try await session.store())
        if json {
            Console.print(status.json)
        } else if let units {
            Console.print(units.text(status.remaining ?? 0))
        } else {
            Console.print(TokenStatusText(status, colour: Terminal.usesColour(.output)).text)
        }
        if !status.isSignedIn { throw ExitCode(Failure.ExitCode.signIn) }
    }
}

/// What a time is counted in.
enum TimeUnit: String, ExpressibleByArgument, CaseIterable {
    case seconds, minutes, hours

    /// Whole seconds; minutes and hours with two digits.
    func text(_ seconds: Double) -> String {
        switch self {
        case .seconds: String(Int(seconds))
        case .minutes: Number.fixed(seconds / 60, 2)
        case .hours: Number.fixed(seconds / 3600, 2)
        }
    }
}
