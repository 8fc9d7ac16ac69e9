@testable import ALCFCommands
@testable import ALCFJSON
@testable import ALCFServe

extension FuzzTarget {
    /// Files that the user and we write into.
    static let settings = [settingsFile, jsonc, toml, yaml]

    static let settingsFile = FuzzTarget(
        "settings", words: ["cluster", "targets", "prices", "headers", "key_env", "proxy"]
    ) { bytes in
        guard var content = try? SettingsContent(bytes, path: "/c.json") else { return }
        try demandEqual(
            try SettingsContent(content.bytes, path: "/c.json").root, content.root, "settings written and read")
        let before = content.root
        guard (try? content.set(SettingKey("cluster"), "sophia")) != nil else { return }
        let read = try SettingsContent(content.bytes, path: "/c.json")
        try demandEqual(read.member(SettingKey("cluster")), .string("sophia"), "the value that was set")
        for (name, value) in before where name != "cluster" { try demandEqual(read.root[name], value, name) }
        _ = content.unset(SettingKey("cluster"))
        try demand(content.root["cluster"] == nil, "the value is there after its removal")
    }

    static let jsonc = agent(
        "jsonc", .opencode, words: ["//", "/*", "*/", "provider", "alcf", "\"model\":", ",}"], JSONCDocument.self,
        path: ["provider", "alcf"])
    static let toml = agent(
        "toml", .codex,
        words: ["[model_providers.alcf]", "[[", "'''", "\"\"\"", "model = ", "{ a = 1 }", "#", "1979-05-27"],
        TOMLDocument.self, path: ["model_providers", "alcf"])

    static let yaml = FuzzTarget(
        "yaml", words: ["models:", "- name: x", "|", ">-", "---", "{", "'", ": ", " #", YAMLBlock.begin, YAMLBlock.end]
    ) { bytes in
        for kind in [AgentKind.aider, .continue] { try comesOutAsItWentIn(kind, bytes) }
    }

    /// A member that is set is there, and everything else is as it was; one that is taken out is gone.
    private static func agent<Document: SettingsDocument>(
        _ name: String, _ kind: AgentKind, words: [String], _: Document.Type, path: [String]
    ) -> FuzzTarget {
        FuzzTarget(name, words: words) { bytes in
            try comesOutAsItWentIn(kind, bytes)
            guard var document = try? Document(bytes) else { return }
            let value: JSONValue = ["name": "A \"b\" \\", "auth": ["args": ["x", "y"]]]
            // Nobody asks for all of a file: it takes long of a long one.
            let root = bytes.count <= 8192 ? try? document.value(at: []) : nil
            guard (try? document.set(path, to: value)) != nil else {
                return try demandEqual(document.text.bytes, bytes, "the file after a change that failed")
            }
            var read = try Document(document.text.bytes)
            // In a table of TOML, members of the user's stay beside ours.
            for (key, value) in value.object ?? [:] {
                try demandEqual(try read.value(at: path + [key]), value, "the member '\(key)' that was set")
            }
            if let root, let after = try? read.value(at: []) {
                for (key, value) in root.object ?? [:] where key != path[0] { try demandEqual(after[key], value, key) }
            }
            guard (try? read.remove(path)) != nil else { return }
            try demand(try Document(read.text.bytes).value(at: path) == nil, "the value is there after its removal")
        }
    }

    private static func comesOutAsItWentIn(_ kind: AgentKind, _ bytes: [UInt8]) throws {
        let request = AgentRequest(
            models: [AgentModel(name: "gpt-oss-120b", contextWindow: 131_072)], key: "alcf-local-secret",
            keyPath: "/home/u/.local/state/alcf/serve-key", environment: { _ in "/home/u" })
        guard let file = kind.files(request, exists: { _ in false }).first,
            let edit = try? AgentEdit.configuring(file, bytes, record: nil)
        else { return }
        _ = try? AgentEdit.warnings(kind, file, bytes)
        let after = edit.bytes ?? []
        try demand(try AgentEdit.isConfigured(file, after), "\(kind.rawValue): not configured after it was")
        // A record says nothing of bytes that are no UTF-8, and a file that was configured before stays so.
        guard let record = edit.record, String(validating: bytes, as: UTF8.self) != nil,
            try !AgentEdit.isConfigured(file, bytes)
        else { return }
        let again = try AgentEdit.configuring(file, after, record: record)
        try demandEqual(again.bytes, after, "\(kind.rawValue): configured twice")
        let kept = try AgentRecord(json: JSONValue(parsing: record.json.serializedBytes()))
        try demandEqual(
            try AgentEdit.removing(file, after, record: kept).bytes, bytes, "\(kind.rawValue): the file afterwards")
    }
}
