import ALCFClient
import ALCFSystem
import ArgumentParser

/// Asks the gateway whom it sees: the quickest test of a sign-in.
struct WhoAmICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami", abstract: "Ask the service who you are to it: the quickest test of a sign-in.")

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
