import ALCFClient
import ALCFHTTP
import ALCFSystem
import ArgumentParser

/// Lists clusters, frameworks and models.
struct ListEndpointsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-endpoints",
        abstract: "List the clusters with their frameworks, routes and models.",
        discussion: "Lists everything you may use, running or not. To see what is running now: alcf jobs",
        aliases: ["ls-endpoints"])

    @Flag(help: "Print the gateway's own JSON.")
    var json = false

    @Flag(help: "Print base URLs for other programs that use OpenAI's API. See also 'alcf env'.")
    var urls = false

    func validate() throws {
        try require(!json || !urls, "'--json' and '--urls' exclude each other.")
    }

    func run() async throws {
        let client = try Session().client()
        let catalog = try await client.listEndpoints()
        if json { return Console.print(catalog.raw) }
        if urls { return try printURLs(catalog, client) }
        var table = TextTable("CLUSTER", "FRAMEWORK", "MODELS", "ROUTES")
        for cluster in catalog.clusters {
            for framework in cluster.frameworks {
                table.add(
                    cluster.name, framework.name, String(framework.models.count),
                    framework.endpoints.joined(separator: " "))
            }
        }
        Console.print(table.text(on: .output))
    }

    private func printURLs(_ catalog: EndpointCatalog, _ client: InferenceClient) throws {
        var table = TextTable("CLUSTER", "FRAMEWORK", "BASE URL")
        for cluster in catalog.clusters {
            for framework in cluster.frameworks {
                for url in try cluster.baseURLs(of: framework, gateway: client.baseURL) {
                    table.add(cluster.name, framework.name, url.string)
                }
            }
        }
        Console.print(table.text(on: .output))
    }
}
