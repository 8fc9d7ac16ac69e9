package import ALCFJSON

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

/// A member of a settings file that points a program at the local server.
package struct AgentSetting: Sendable, Hashable {
    /// Names of the objects down to the member.
    package var path: [String]
    /// Value to be there.
    package var value: JSONValue
    /// Whether a value of the user's own stays.
    package var rule: Rule
    /// Sign by which a member is known to have been written by ``AgentEdit`` where no record of that is left.
    package var sign: Sign

    /// A case in which a member is written.
    package enum Rule: String, Sendable {
        /// Always.
        case always
        /// Only if the user has set none of those with this rule.
        case ifMissing
        /// Only if the file is new or empty.
        case ifNew
    }

    /// A sign of our own members.
    package enum Sign: Sendable, Hashable {
        /// The name alone.
        case name
        /// A text that begins so.
        case prefix(String)
        /// Another member's text, which begins so.
        case other([String], prefix: String)
    }

    /// A member.
    package init(_ path: [String], _ value: JSONValue, _ rule: Rule = .always, sign: Sign = .name) {
        self.path = path
        self.value = value
        self.rule = rule
        self.sign = sign
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
