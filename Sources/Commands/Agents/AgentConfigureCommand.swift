import ALCFCrypto
import ALCFJSON
import ALCFServe
import ALCFSystem
import ArgumentParser

/// Writes the settings that point a program at the local server.
struct AgentConfigureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "configure",
        abstract: "Write the settings that point a program at 'alcf serve'.",
        discussion: """
            Settings that are there stay as they are, byte for byte; a file that is broken, or that cannot be edited in \
            place, is not touched. The first change leaves a copy, NAME.bak.DATE-TIME. Where the program can run a command \
            for its key, it runs 'alcf serve --print-key', so that no secret lies in the file.
            """)

    @OptionGroup var options: AgentOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Model to use where the program asks for none. '\(ModelChoice.defaultModel)' unless your settings say otherwise."
        ))
    var model: String?

    @Option(help: "Port of 'alcf serve'.")
    var port = ServeDefaults.port

    @Flag(help: "Show the settings without those that are there already, and write nothing.")
    var print = false

    @Flag(help: "Write into the program's own settings also within 'alcf simulate'.")
    var simulated = false

    func validate() throws {
        guard (1...65_535).contains(port) else { throw ValidationError("--port must be from 1 to 65535.") }
    }

    func run() async throws {
        let agent = try options.agent
        if !print, !simulated, options.file == nil { try AgentSupport.requireService(for: agent) }
        let list = try await AgentModelList(preferring: model)
        var request = try AgentSupport.request(port: port, file: options.file)
        request.models = list.models
        request.openCodeVersion = agent == .opencode ? await AgentVersion.major(of: "opencode") : nil
        request.key = print ? Self.placeholder : try LocalKey.load().secret.expose()
        let files = agent.files(request, exists: AgentSupport.exists)
        if let note = list.note { Console.aside(note) }
        if print { return try show(files) }
        let installer = try AgentSupport.installer()
        let outcomes = try AgentSupport.editing { () throws(AgentError) in
            try installer.configure(agent, files)
        }
        options.json ? Console.print(json(agent, request, outcomes)) : tell(agent, request, outcomes)
    }

    /// Text in the place of the key where settings are only shown.
    static let placeholder = "PASTE WHAT 'alcf serve --print-key' PRINTS"

    private func show(_ files: [AgentFile]) throws {
        var shown: [JSONValue] = []
        for file in files {
            let text = try AgentSupport.editing { () throws(AgentError) in try AgentInstaller.preview(file) }
            guard !options.json else {
                shown.append(["path": .string(file.path), "text": .string(text)])
                continue
            }
            Console.note(files.count > 1 || options.file == nil ? "\(file.path):" : "")
            Console.print(text)
        }
        if options.json { Console.print(.array(shown)) }
    }

    private func tell(_ agent: AgentKind, _ request: AgentRequest, _ outcomes: [AgentInstaller.Outcome]) {
        for outcome in outcomes {
            switch outcome.change {
            case .unchanged: Console.print("\(outcome.path): already configured.")
            default:
                Console.print(
                    "\(outcome.path): written." + (outcome.backup.map { " The file as it was: \($0)" } ?? ""))
            }
            for note in outcome.notes { Console.note(note) }
        }
        Console.note("Start the server with 'alcf serve\(port == ServeDefaults.port ? "" : " --port \(port)")', then:")
        Console.print("  \(agent.start(request))")
    }

    private func json(
        _ agent: AgentKind, _ request: AgentRequest, _ outcomes: [AgentInstaller.Outcome]
    ) -> JSONValue {
        [
            "agent": .string(agent.rawValue), "base_url": .string(request.openAIAddress),
            "model": .string(request.model.name), "models": .array(request.models.map { .string($0.name) }),
            "start": .string(agent.start(request)), "files": .array(outcomes.map(\.json)),
        ]
    }
}

extension AgentInstaller.Outcome {
    /// The outcome for a program to read.
    var json: JSONValue {
        var object: JSONObject = ["path": .string(path), "change": .string(change.rawValue)]
        object["backup"] = backup.map { .string($0) }
        object["notes"] = .array(notes.map { .string($0) })
        return .object(object)
    }
}
