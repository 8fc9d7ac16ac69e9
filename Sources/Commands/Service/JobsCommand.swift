import ALCFClient
import ALCFJSON
import ALCFSystem
import ArgumentParser

/// Shows what runs, starts and waits.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "Show what runs, starts and waits on a cluster, or on all.",
        aliases: ["ls-jobs"])

    @Argument(help: "A cluster, such as metis or sophia; all where none is named.")
    var cluster: String?

    @Flag(help: "Print the gateway's own JSON.")
    var json = false

    func run() async throws {
        let client = try Session().client()
        // A cluster that is named is asked for at once: the gateway says itself that there is none of that name.
        let names = if let cluster { [cluster] } else { try await client.listEndpoints().clusters.map(\.name) }
        var reports: [(String, JobsReport)] = []
        for name in names { reports.append((name, try await client.jobs(name))) }
        if json {
            if cluster != nil, let report = reports.first?.1 { return Console.print(report.raw) }
            return Console.print(.object(JSONObject(reports.map { ($0.0, $0.1.raw) })))
        }
        var table = Table("CLUSTER", "STATE", "JOB", "TIME", "STARTS", "MODELS")
        for (name, report) in reports {
            for job in report.running + report.queued + report.others + report.batchesRunning + report.batchesQueued {
                table.add(
                    name, job.status, job.id, job.walltime, job.estimatedStart, job.models.joined(separator: " "))
            }
        }
        guard !table.isEmpty else { return Console.note("Nothing runs, and nothing waits.") }
        Console.print(table.text(colour: Terminal.usesColour(.output)))
    }
}
