import ALCFJSON
package import ALCFSystem

/// The notes on all settings files that were written, in a file of the user's own.
package struct AgentLedger: Sendable {
    /// A settings file that was written.
    package struct Entry: Sendable, Hashable {
        package var agent: AgentKind
        package var syntax: AgentFile.Syntax
        package var record: AgentRecord

        /// A settings file that was written.
        package init(agent: AgentKind, syntax: AgentFile.Syntax, record: AgentRecord) {
            self.agent = agent
            self.syntax = syntax
            self.record = record
        }
    }

    /// By the path of the file itself, links followed.
    package var entries: [String: Entry] = [:]
    private let path: String

    /// Returns `$XDG_STATE_HOME/alcf/agents.json`, where the notes lie as a rule; nil where there is no home.
    package static func defaultPath(environment: (String) -> String? = ProcessEnvironment.value) -> String? {
        LocalKey.defaultPath(environment: environment).map { AtomicFile.parent(of: $0) + "/agents.json" }
    }

    /// Reads the notes. Without them, or with broken ones, what was written is still found by its names.
    package init(path: String) {
        self.path = path
        guard let file = try? FileContents(path: path), file.owner == FileContents.currentUser,
            let json = try? JSONValue(parsing: file.bytes), let files = json["files"]?.object
        else { return }
        for (path, file) in files {
            guard let agent = file["agent"]?.string.flatMap(AgentKind.init(rawValue:)),
                let syntax = file["syntax"]?.string.flatMap(AgentFile.Syntax.init(rawValue:)),
                let record = try? AgentRecord(json: file)
            else { continue }
            entries[path] = Entry(agent: agent, syntax: syntax, record: record)
        }
    }

    /// Writes the notes, of mode 0600: old values may be secret.
    package func write() throws(FileError) {
        if entries.isEmpty { return try AtomicFile.remove(path) }
        let files = entries.sorted { $0.key < $1.key }.map { path, entry -> (String, JSONValue) in
            var object: JSONObject = ["agent": .string(entry.agent.rawValue), "syntax": .string(entry.syntax.rawValue)]
            object.merge(entry.record.json.object ?? [:])
            return (path, .object(object))
        }
        let json: JSONValue = ["version": 1, "files": .object(JSONObject(files))]
        try AtomicFile.write(json.serializedBytes(.pretty) + [UInt8(ascii: "\n")], to: path)
    }
}
