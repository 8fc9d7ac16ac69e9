import ALCFClient
import ArgumentParser

/// Waits until a model answers.
struct WaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait until a model answers.",
        discussion: """
            Looks at the cluster's jobs again and again, and ends once one of them serves the model; for scripts:

              alcf wait gpt-oss-120b && alcf chat -i paper.txt "Summarise this."

            Exit code 75 means that the time ran out.
            """)

    @Argument(help: "The model; case, owner and context suffix do not matter.")
    var model: String

    @Option(name: .shortAndLong, help: "The cluster.")
    var cluster = KnownCluster.default.name

    @Option(help: ArgumentHelp("Give up after so long.", valueName: "seconds"))
    var timeout = 1800.0

    @Option(help: ArgumentHelp("Look so often; the service's own list is up to a minute old.", valueName: "seconds"))
    var interval = 30.0

    func validate() throws {
        if !(0...604_800).contains(timeout) { throw ValidationError("'--timeout' must be from 0 to a week.") }
        if !(0.1...3600).contains(interval) { throw ValidationError("'--interval' must be from 0.1 to 3600.") }
    }

    func run() async throws {
        let client = try Session().client()
        let choice = try await ModelChoice(model, on: cluster, client: client)
        try await ModelWait.untilLive(
            choice, client, waiter: ModelWaiter(interval: .seconds(interval), timeout: .seconds(timeout)))
    }
}
