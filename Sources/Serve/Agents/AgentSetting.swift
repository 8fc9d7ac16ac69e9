package import ALCFJSON

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
        /// Another member's text, which ends so.
        case ending([String], suffix: String)
    }

    /// A member.
    package init(_ path: [String], _ value: JSONValue, _ rule: Rule = .always, sign: Sign = .name) {
        self.path = path
        self.value = value
        self.rule = rule
        self.sign = sign
    }
}
