import ALCFServe
import ALCFSystem

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

    /// Refuses to write a stand-in's models into settings that are used when it is gone.
    ///
    /// - Throws: `UsageError` where the environment is that of `alcf simulate`.
    static func requireService(for agent: AgentKind) throws(UsageError) {
        guard ProcessEnvironment.value(SimulateCommand.markVariable)?.isEmpty == false else { return }
        throw UsageError(
            "this runs within 'alcf simulate', and would change the settings that \(agent.title) uses outside of it too",
            remedy:
                "Add --print to see the settings, --file PATH to write them elsewhere, or --simulated to write them here."
        )
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
