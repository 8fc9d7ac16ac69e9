extension ClientError {
    /// Returns the meaning of a 401 of the gateway, which only its text tells.
    ///
    /// - Parameter message: the gateway's text.
    static func authorizationCode(_ message: String) -> Code {
        // The gateway repeats a failure for a minute under this prefix.
        let prefix = "Token introspection: "
        let text = message.hasPrefix(prefix) ? message.dropFirst(prefix.count) : message[...]
        return switch text {
        case _ where text.hasPrefix("Token is either not active"), _ where text.hasPrefix("Access token expired"):
            .tokenInactive
        case _ where text.hasPrefix("Could not introspect token"), _ where text.hasPrefix("Token introspection error"):
            .globusUnavailable
        case _ where text.contains("Must authenticate with"), _ where text.contains("internal policies"),
            _ where text.contains("dependent access token"), _ where text.contains("recover user group"):
            .signInAgain
        case _ where text.contains("Globus Group"), _ where text.contains("IdP domain restrictions"):
            .notPermitted
        default: .unauthorized
        }
    }

    /// Returns the remedy if the gateway wants a new sign-in; nil for the usual one.
    ///
    /// - Parameter message: the gateway's text.
    static func signInRemedy(_ message: String) -> String? {
        guard message.contains("Must authenticate with") || message.contains("internal policies") else { return nil }
        return "Run 'alcf authenticate --force', and choose the right institution on Globus' page; "
            + "to change to another identity: alcf authenticate --switch-identity"
    }

    /// The gateway's text without what it says about another program's commands.
    static func withoutForeignAdvice(_ message: String) -> String {
        let ends = [" If you are passing an access token", " Please logout by visiting", " Please logout from Globus"]
        let end = ends.compactMap { message.firstRange(of: $0)?.lowerBound }.min() ?? message.endIndex
        let text = message[..<end]
        return String(text.hasPrefix("Error: ") ? text.dropFirst(7) : text)
    }
}
