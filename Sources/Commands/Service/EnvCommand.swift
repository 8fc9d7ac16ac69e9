import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFSystem
import ArgumentParser

/// The settings that another program with OpenAI's API needs to use a cluster.
struct EnvCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "env",
        abstract: "Print the base URL, model and key command that other programs need to use a cluster.",
        discussion: """
            Lines for a shell, as OpenAI's clients read them:

              eval "$(alcf env metis)"

            The key itself is never printed: OPENAI_API_KEY is what 'alcf token' prints at that moment, and a token lasts 48 \
            hours at most. A program that runs for longer must ask again.
            """)

    @Argument(
        help: ModelChoice.clusterHelp,
        completion: .clusters)
    var cluster: String?

    @Option(
        name: .shortAndLong,
        help: ModelChoice.modelHelp)
    var model: String?

    @Flag(help: "Print JSON instead of shell commands.")
    var json = false

    /// Prints a valid token, and nothing else.
    static let keyCommand = "alcf token"

    func run() async throws {
        let settings = try Settings.current()
        let cluster = cluster ?? settings.cluster
        try settings.requireCluster(cluster, for: "'alcf env'")
        let choice = try await ModelFinder(client: try Session().client(), settings: settings, model: model).find(
            cluster)
        let url = choice.endpoint.baseURL.string
        guard !json else {
            return Console.print([
                "cluster": .string(choice.endpoint.name), "base_url": .string(url), "model": .string(choice.model),
                "api_key_command": .string(Self.keyCommand),
            ])
        }
        Console.print(Self.exports(url: url, model: choice.model))
    }

    static func exports(url: String, model: String) -> String {
        """
        export OPENAI_BASE_URL=\(url.shellQuoted)
        export OPENAI_MODEL=\(model.shellQuoted)
        export OPENAI_API_KEY="$(\(keyCommand))"
        """
    }
}
