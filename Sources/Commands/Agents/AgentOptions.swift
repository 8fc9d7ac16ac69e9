import ALCFClient
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

/// The parts that all commands on agents need.
enum AgentSupport {
    static func installer() throws -> AgentInstaller {
        guard let path = AgentLedger.defaultPath() else {
            throw UsageError("there is no home folder", remedy: "Set HOME.")
        }
        return AgentInstaller(ledgerPath: path)
    }

    static func keyPath() throws -> String {
        guard let path = LocalKey.defaultPath() else {
            throw UsageError("there is no home folder", remedy: "Set HOME.")
        }
        return path
    }

    static func exists(_ path: String) -> Bool { (try? FileContents(path: path)) != nil }

    /// The word by which other programs call this one: its name where `PATH` leads to it, else the path of its file.
    static var program: String {
        let own = AtomicFile.resolved("/proc/self/exe")
        let folders = (ProcessEnvironment.value("PATH") ?? "").split(separator: ":")
        let isFound = folders.contains { AtomicFile.resolved("\($0)/alcf") == own }
        return isFound ? "alcf" : own
    }

    /// Returns the request for a file's usual contents, by which they are found again.
    static func request(port: Int = ServeDefaults.port, file: String?) throws -> AgentRequest {
        AgentRequest(
            port: port, models: [AgentModel(name: ModelChoice.defaultModel)], key: "", keyPath: try keyPath(),
            program: program, file: file)
    }

    /// Does what may fail for a settings file; that is the user's to mend.
    static func editing<Result>(_ work: () throws(AgentError) -> Result) throws -> Result {
        do throws(AgentError) { return try work() } catch {
            throw UsageError(error.message, remedy: error.remedy)
        }
    }
}
