import ALCFClient
import ALCFJSON
import ALCFSystem
import ArgumentParser

/// Shows what runs, starts and waits.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "List running, starting and queued models, for one cluster or all.",
        aliases: ["ls-jobs"])

    @Argument(help: "Cluster, such as metis or sophia. All clusters by default.", completion: .clusters)
    var cluster: String?

    @Flag(help: "Print the gateway's own JSON.")
    var json = false

    @Option(help: ArgumentHelp("Refresh the list at this interval until Ctrl-C.", valueName: "seconds"))
    var watch: Double?

    func validate() throws {
        if let watch, !(1...86_400).contains(watch) { throw ValidationError("'--watch' must be from 1 to a day.") }
    }

    func run() async throws {
        let client = try Session().client()
        guard let watch else { return Console.print(try await report(client)) }
        while true {
            let text: String
            // A look that fails is followed by one that may not.
            do { text = try await report(client) } catch let error as ClientError where error.isRetryable {
                text = "\(error.message)".safeForTerminal
            }
            show(text, every: watch)
            try await Task.sleep(for: .seconds(watch))
        }
    }

    /// On a terminal in the last one's place, else below it.
    private func show(_ text: String, every seconds: Double) {
        let time = DateText.local(WallClock.system.now())
        let heading = "\(time), every \(NumberText.fixed(seconds, 0)) s, until Ctrl-C"
        guard Terminal.takesEscapes(.output) else { return Console.print(json ? text : "\(heading)\n\(text)\n") }
        let size = TerminalSize.current
        var lines = [TextStyle.dim.applied(to: heading, where: Terminal.usesColour(.output))]
        lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        if lines.count >= size.rows { lines = lines.prefix(size.rows - 2) + ["… \(lines.count - size.rows + 2) more"] }
        // Each line is overwritten and the rest of it erased: nothing flickers.
        StandardStreams.out("\u{1B}[H" + lines.map { "\($0)\u{1B}[K\n" }.joined() + "\u{1B}[J")
    }

    private func report(_ client: InferenceClient) async throws -> String {
        // A cluster that is named is asked for at once: the gateway says itself that there is none of that name.
        let names = if let cluster { [cluster] } else { try await client.listEndpoints().clusters.map(\.name) }
        var reports: [(String, JobsReport)] = []
        for name in names {
            do { reports.append((name, try await client.jobs(on: name))) } catch let error as ClientError
                where error.code == .unknownCluster
            {
                // The list knows which name is near.
                _ = try await client.listEndpoints().cluster(name)
                throw error
            }
        }
        if json {
            let report = cluster != nil ? reports.first?.1.raw : nil
            return (report ?? .object(JSONObject(reports.map { ($0.0, $0.1.raw) }))).serialized(.pretty)
        }
        var table = TextTable("CLUSTER", "STATE", "JOB", "TIME", "MODELS")
        for (name, report) in reports {
            for job in report.running + report.queued + report.others + report.batchesRunning + report.batchesQueued {
                let time = job.walltime ?? job.estimatedStart.map { "may start \($0)" }
                table.add(name, job.status, Self.shown(job.id), time, job.models.joined(separator: " "))
            }
        }
        return table.isEmpty ? "No models are running, starting or queued." : table.text(on: .output)
    }

    /// On a terminal the number alone: what stands behind the point is the same for all.
    private static func shown(_ id: String?) -> String? {
        Terminal.isInteractive(.output) ? id?.split(separator: ".").first.map { String($0) } : id
    }
}
