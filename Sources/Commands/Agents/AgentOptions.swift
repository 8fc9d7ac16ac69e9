import ALCFServe
import ALCFSystem
import ArgumentParser

/// The program whose settings are meant, and the file that they are in.
struct AgentOptions: ParsableArguments {
    @Argument(
        help: "Program: \(AgentKind.allCases.map(\.rawValue).joined(separator: ", ")).",
        completion: .list(AgentKind.allCases.map(\.rawValue)))
    var name: String

    @Option(help: "Another settings file than the program's usual one.", completion: .file())
    var file: String?

    @Flag(help: "Print JSON.")
    var json = false

    var agent: AgentKind {
        get throws {
            if let agent = AgentKind(rawValue: name.lowercased()) { return agent }
            let near = AgentKind.allCases.filter { EditDistance.between($0.rawValue.utf8, name.lowercased().utf8) <= 2 }
            throw UsageError(
                "'\(name)' is no program that can be configured",
                remedy: near.first.map { "Did you mean \($0.rawValue)?" }
                    ?? "There are " + AgentKind.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
    }
}
