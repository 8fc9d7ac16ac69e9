import ALCFClient
import ALCFSystem
import ArgumentParser

/// Lists clusters, frameworks and models.
struct ListEndpointsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-endpoints",
        abstract: "List the clusters with their frameworks, routes and models.",
        discussion: "Shows what you may use, running or not; 'alcf jobs' shows what runs now.",
        aliases: ["ls-endpoints"])

    @Flag(help: "Print the gateway's own JSON.")
    var json = false

    func run() async throws {
        let catalog = try await Session().client().listEndpoints()
        if json { return Console.print(catalog.raw) }
        var table = Table("CLUSTER", "FRAMEWORK", "MODELS", "ROUTES")
        for cluster in catalog.clusters {
            for framework in cluster.frameworks {
                table.add(
                    cluster.name, framework.name, String(framework.models.count),
                    framework.endpoints.joined(separator: " "))
            }
        }
        Console.print(table.text(on: .output))
    }
}
