import ALCFAuth
import ALCFClient
import ALCFJSON
import ALCFSystem
import ArgumentParser

/// Tells how long the sign-in lasts.
struct TokenStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token-status",
        abstract: "Show who is signed in, and for how long.",
        discussion: """
            Reads only the token file, unless '--online' is given. Exits with 77 if nobody is signed in.

            An expired access token is no problem while it can be refreshed: the next command that needs one does so. A new \
            sign-in is due when ALCF's policy asks for one, however often the token was refreshed (after ALCF_SESSION_DAYS \
            days: 30 by default, 0 for never).

            In a job script: alcf token-status --min-remaining 6h || exit 1
            """)

    @Option(help: ArgumentHelp("Service that the tokens are for.", valueName: "name"))
    var service = ServiceName(.inference)

    @Option(help: "Print only the remaining time of the access token, in this unit.")
    var units: TimeUnit?

    @Option(
        help: ArgumentHelp(
            "Exit with 77 unless the access token and the sign-in are valid for this long: 90s, 30m, 6h, 2d.",
            valueName: "time"))
    var minRemaining: TimeSpan?

    @Flag(help: "Also ask the gateway whether it accepts the token.")
    var online = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if online, service.service != .inference {
            throw ValidationError("'--online' asks the inference service only.")
        }
    }

    func run() async throws {
        let session = Session()
        let service = service.service
        if try session.auth.environmentToken(for: service) != nil {
            Console.note("\(EnvironmentToken.variable) is set: it is used as it is, and nothing else is known of it.")
            if json { Console.print(["signed_in": true, "source": .string(EnvironmentToken.variable)]) }
            if units != nil, !json { throw EnvironmentToken.lifeUnknown }
            if minRemaining != nil { Console.warn("how long it lasts is not known") }
            if online { try await ask(session) }
            return
        }
        let status = try await session.auth.status(for: service)
        if json {
            Console.print(status.json)
        } else if let units {
            Console.print(units.text(status.remaining ?? 0))
        } else {
            Console.print(TokenStatusText(status, colour: Terminal.usesColour(.output)).text)
        }
        if let minRemaining {
            if let shortfall = status.shortfall(lasting: minRemaining.seconds) { throw shortfall }
            if status.nextSignInDue == nil, status.kind != .serviceAccount,
                try SessionLife(environment: session.environment).days != nil
            {
                Console.warn("when the service will want a new sign-in is not known")
            }
        }
        if !status.isSignedIn { throw ExitCode(Failure.ExitCode.signIn) }
        if online { try await ask(session) }
    }

    /// Asks the gateway whether it accepts the token: it may refuse one that has time left.
    private func ask(_ session: Session) async throws {
        let me = try await session.client().whoami()
        let who = [me.username ?? me.id, me.identityProvider.map { "(\($0))" }].compactMap { $0 }
        let words = who.isEmpty ? "a user whom it does not name" : who.joined(separator: " ")
        Console.note("The gateway accepts the token, and takes you for \(words.safeForTerminal).")
    }
}

/// A unit of time.
enum TimeUnit: String, ExpressibleByArgument, CaseIterable {
    case seconds, minutes, hours

    /// Whole seconds; minutes and hours with two digits.
    func text(_ seconds: Double) -> String {
        switch self {
        case .seconds: String(Int(clamping: seconds))
        case .minutes: NumberText.machine(seconds / 60, 2)
        case .hours: NumberText.machine(seconds / 3600, 2)
        }
    }
}
