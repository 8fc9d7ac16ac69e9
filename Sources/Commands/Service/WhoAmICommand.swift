import ALCFClient
import ALCFSystem
import ArgumentParser

/// The command that asks the gateway for the identity it sees: the quickest check of a sign-in.
struct WhoAmICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami", abstract: "Show how the service identifies you: the quickest check of a sign-in.")

    @Flag(help: "Print the gateway's own JSON.")
    var json = false

    func run() async throws {
        let me = try await Session().client().whoami()
        if json { return Console.print(me.raw) }
        let name = [me.name, me.username.map { "<\($0)>" }].compactMap(\.self).joined(separator: " ")
        Console.print(name.safeForTerminal)
        if let provider = me.identityProvider { Console.print("  signed in with \(provider)".safeForTerminal) }
        if let id = me.id { Console.print("  identity \(id)".safeForTerminal) }
    }
}
