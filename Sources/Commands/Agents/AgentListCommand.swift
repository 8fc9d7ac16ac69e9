import ALCFJSON
import ALCFServe
import ALCFSystem
import ArgumentParser

/// Lists the programs that can be pointed at the local server, and those that are.
struct AgentListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the programs that can be configured, and which of them are.")

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let request = try AgentSupport.request(file: nil)
        let installer = try AgentSupport.installer()
        var table = TextTable("PROGRAM", "CONFIGURED", "FILES")
        var all: [JSONValue] = []
        for agent in AgentKind.allCases {
            let forms = agent.forms(request, exists: AgentSupport.exists)
            let found = forms.map { installer.configured(agent, $0) }.first { !$0.isEmpty } ?? []
            let shown = found.isEmpty ? (forms.first ?? []).prefix(1).map(\.path) : found
            table.add(agent.rawValue, found.isEmpty ? "no" : "yes", shown.joined(separator: " "))
            all.append([
                "agent": .string(agent.rawValue), "configured": .bool(!found.isEmpty),
                "files": .array(shown.map { .string($0) }),
            ])
        }
        json ? Console.print(.array(all)) : Console.print(table.text(on: .output))
    }
}
