/// A settings file of an agent, and what is to be in it.
package struct AgentFile: Sendable {
    /// Path of the file, links not yet followed.
    package var path: String
    /// Contents to be there.
    package var content: Content
    /// Whether the local key is in them, so that nobody else may read the file.
    package var holdsKey = false

    /// Members of a JSON or TOML file, or lines of a YAML file.
    package enum Content: Sendable {
        case jsonc([AgentSetting])
        case toml([AgentSetting])
        case yaml(YAMLBlock)
    }

    /// A file.
    package init(path: String, content: Content, holdsKey: Bool = false) {
        self.path = path
        self.content = content
        self.holdsKey = holdsKey
    }
}

extension AgentFile {
    /// Form of a settings file.
    package enum Syntax: String, Sendable {
        case jsonc, toml, yaml

        /// Contents of a file of this form in which nothing is to be.
        var nothing: Content {
            switch self {
            case .jsonc: .jsonc([])
            case .toml: .toml([])
            case .yaml: .yaml(YAMLBlock(lines: []))
            }
        }
    }

    /// Form of the file.
    package var syntax: Syntax {
        switch content {
        case .jsonc: .jsonc
        case .toml: .toml
        case .yaml: .yaml
        }
    }
}
