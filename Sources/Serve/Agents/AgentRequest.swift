import ALCFSystem

/// The facts that an agent's settings are made from.
package struct AgentRequest: Sendable {
    /// Port of the local server.
    package var port: Int
    /// Models to offer, the first of which is the default.
    package var models: [AgentModel]
    /// Text of the local key, for the programs that run no command for it; a placeholder where it is only shown.
    package var key: String
    /// Path of the file with the local key.
    package var keyPath: String
    /// Words of this program's own call.
    package var program: String
    /// Another settings file than the usual one.
    package var file: String?
    /// Major version of OpenCode; nil where it is not known.
    package var openCodeVersion: Int?
    /// Value of an environment variable; nil where it is not set.
    package var environment: @Sendable (String) -> String?

    /// The facts.
    package init(
        port: Int = ServeDefaults.port, models: [AgentModel], key: String, keyPath: String, program: String = "alcf",
        file: String? = nil, openCodeVersion: Int? = nil,
        environment: @escaping @Sendable (String) -> String? = { ProcessEnvironment.value($0) }
    ) {
        self.port = port
        self.models = models
        self.key = key
        self.keyPath = keyPath
        self.program = program
        self.file = file
        self.openCodeVersion = openCodeVersion
        self.environment = environment
    }

    /// Base URL for clients of Anthropic's API.
    package var address: String { "http://127.0.0.1:\(port)" }
    /// Base URL for clients of OpenAI's API.
    package var openAIAddress: String { address + "/v1" }
    /// Beginning of any such address, whatever its port.
    static let anyAddress = "http://127.0.0.1:"
    /// The name under which the service is listed in settings.
    static let provider = "alcf"
    /// The name for people.
    static let title = "ALCF Inference Service"

    /// The model to be used where none is asked for.
    package var model: AgentModel { models.first ?? AgentModel(name: "gpt-oss-120b") }

    /// Command of a shell that prints the local key.
    var keyCommand: String { "\(program.shellQuoted) serve --print-key" }

    /// Returns the path of a file in the folder of another.
    func path(of name: String, beside file: String) -> String {
        file.contains("/") ? AtomicFile.parent(of: file) + "/" + name : name
    }

    /// Returns a path in a folder of the user's home, or in the folder that a variable names.
    func path(_ variable: String?, default folder: String, _ rest: String) -> String {
        if let variable, let value = environment(variable), !value.isEmpty {
            return UserPath.expanded(value, environment: environment) + "/" + rest
        }
        return UserPath.expanded("~/" + (folder.isEmpty ? "" : folder + "/") + rest, environment: environment)
    }
}
