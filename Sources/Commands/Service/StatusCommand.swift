import ALCFClient
import ALCFSystem
import ArgumentParser

/// Tells which clusters are up. Needs no sign-in.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show which clusters are up. Needs no sign-in.")

    @Flag(help: "Print the gateway's own JSON.")
    var json = false

    func run() async throws {
        let status = try await Session().client().status()
        if json { return Console.print(status.raw) }
        var table = TextTable("CLUSTER", "STATE")
        for cluster in status.clusters { table.add(cluster.name, cluster.isUp ? "up" : "under maintenance") }
        Console.print(table.text(on: .output))
    }
}
