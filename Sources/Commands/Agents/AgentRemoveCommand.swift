import ALCFJSON
import ALCFServe
import ALCFSystem
import ArgumentParser

/// Takes the settings out again that point a program at the local server.
struct AgentRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take out what 'alcf agent configure' wrote, and nothing else.",
        discussion: """
            A file that nobody has changed since is afterwards what it was before, byte for byte. Of one that was changed, \
            only the members go that were written; values that they replaced come back.
            """)

    @OptionGroup var options: AgentOptions

    func run() throws {
        let agent = try options.agent
        let request = try AgentSupport.request(file: options.file)
        let installer = try AgentSupport.installer()
        var outcomes: [AgentInstaller.Outcome] = []
        for files in agent.forms(request, exists: AgentSupport.exists) {
            let more = try AgentSupport.editing { () throws(AgentError) in
                try installer.remove(agent, files, onlyThese: options.file != nil)
            }
            // The form in which something was taken out counts, where a file has two.
            outcomes.removeAll { old in
                [.unchanged, .missing].contains(old.change) && more.contains { $0.path == old.path }
            }
            outcomes += more.filter { new in !outcomes.contains { $0.path == new.path } }
        }
        guard !options.json else {
            return Console.print(["agent": .string(agent.rawValue), "files": .array(outcomes.map(\.json))])
        }
        var isFound = false
        for outcome in outcomes {
            switch outcome.change {
            case .missing, .unchanged: break
            case .deleted:
                Console.print("\(outcome.path): deleted; there was nothing else in it.")
                isFound = true
            default:
                Console.print(
                    "\(outcome.path): taken out." + (outcome.backup.map { " The file as it was: \($0)" } ?? ""))
                isFound = true
            }
            for note in outcome.notes { Console.note(note) }
        }
        if !isFound { Console.print("\(agent.title) is not configured.") }
    }
}
