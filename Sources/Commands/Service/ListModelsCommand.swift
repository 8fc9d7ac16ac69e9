import ALCFClient
import ALCFJSON
import ALCFRecord
import ALCFSystem
import ArgumentParser

/// Lists the models of one cluster or of all.
struct ListModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-models",
        abstract: "List models and whether they are running, for one cluster or all.",
        discussion:
            "A model on Sophia that is offline is loaded when a request for it comes, which takes 10 to 15 minutes.",
        aliases: ["ls-models"])

    @Argument(
        help: "Cluster, such as metis or sophia, or target of your settings. All clusters by default.",
        completion: .targets)
    var cluster: String?

    @Flag(help: "List only models that are running now.")
    var live = false

    @Flag(help: "Print the gateway's own JSON.")
    var json = false

    func run() async throws {
        let client = try Session().client()
        if let cluster, let target = try Settings.current().target(cluster) { return try await print(target, client) }
        let catalog = try await client.listEndpoints()
        let clusters = try cluster.map { [try catalog.cluster($0)] } ?? catalog.clusters
        if json { return try await printJSON(clusters.map(\.name), client) }
        if live { return try await printLive(clusters, client) }
        var table = TextTable("CLUSTER", "MODEL", "STATE", "CONTEXT")
        for cluster in clusters {
            // The list itself matters more than what is known besides: without it, the columns stay empty.
            let jobs = try? await client.jobs(on: cluster.name)
            let details = (try? await client.models(on: cluster.name)) ?? []
            for model in cluster.models {
                table.add(
                    cluster.name, model, jobs?.state(of: model).rawValue,
                    details.first { $0.id == model }?.contextWindow.map { String($0) })
            }
        }
        Console.print(table.text(on: .output))
    }

    /// A server of the user's own tells names, and nothing of its state.
    private func print(_ target: NamedTarget, _ client: InferenceClient) async throws {
        let endpoint = try target.chatEndpoint(RequestArguments(), names: [], streaming: true, isForChat: false)
        let names: [String]
        do { names = try await client.modelNames(at: endpoint) } catch {
            throw ModelChoice("", at: endpoint, keySource: target.keySource).advised(error)
        }
        if json { return Console.print(.array(names.map { .object(["id": .string($0)]) })) }
        var table = TextTable("TARGET", "MODEL")
        for name in names { table.add(target.name, name) }
        guard !table.isEmpty else { return Console.note("\(target.name) serves no models.") }
        Console.print(table.text(on: .output))
    }

    private func printLive(_ clusters: [EndpointCatalog.Cluster], _ client: InferenceClient) async throws {
        var table = TextTable("CLUSTER", "MODEL", "SINCE")
        for cluster in clusters {
            let jobs = try await client.jobs(on: cluster.name)
            for model in jobs.liveModels { table.add(cluster.name, model, jobs.job(of: model)?.walltime) }
        }
        guard !table.isEmpty else { return Console.note("No model is running now.") }
        Console.print(table.text(on: .output))
    }

    private func printJSON(_ clusters: [String], _ client: InferenceClient) async throws {
        var all: [JSONValue] = []
        for cluster in clusters {
            let isLive: (String) -> Bool
            if live {
                let jobs = try await client.jobs(on: cluster)
                isLive = { jobs.state(of: $0) == .running }
            } else {
                isLive = { _ in true }
            }
            all += try await client.models(on: cluster).filter { isLive($0.id) }.map(\.raw)
        }
        Console.print(.array(all))
    }
}
