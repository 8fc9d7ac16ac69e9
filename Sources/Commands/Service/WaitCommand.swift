import ALCFClient
import ArgumentParser

/// Waits until a model answers.
struct WaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait until a model is running.",
        discussion: """
            Checks the cluster's jobs repeatedly and exits once one of them serves the model. In a script:

              alcf wait gpt-oss-120b && alcf chat -i paper.txt "Summarise this."

            Exits with 75 if the time ran out first.
            """)

    @Argument(help: "Model name. Case does not matter; owner and context suffix are optional.")
    var model: String

    @Option(
        name: .shortAndLong,
        help: ModelChoice.clusterHelp,
        completion: .clusters)
    var cluster: String?

    @Option(help: ArgumentHelp("Time limit.", valueName: "seconds"))
    var timeout = 1800.0

    @Option(
        help: ArgumentHelp("Time between two checks. The service's own list may be a minute old.", valueName: "seconds")
    )
    var interval = 30.0

    func validate() throws {
        if !(0...604_800).contains(timeout) { throw ValidationError("'--timeout' must be from 0 to a week.") }
        if !(0.1...3600).contains(interval) { throw ValidationError("'--interval' must be from 0.1 to 3600.") }
    }

    func run() async throws {
        let settings = try Settings.current()
        let cluster = cluster ?? settings.cluster
        try settings.requireCluster(cluster, for: "'alcf wait'")
        let client = try Session().client()
        let choice = try await ModelChoice(model, on: cluster, client: client)
        try await ModelWait.untilLive(
            choice, client, waiter: ModelWaiter(interval: .seconds(interval), timeout: .seconds(timeout)))
    }
}
