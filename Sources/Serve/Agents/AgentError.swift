import ALCFSystem

/// The reason that an agent's settings are left as they are.
package struct AgentError: RemediedError {
    /// Description in a sentence, without secrets.
    package let message: String
    /// Remedy for the user.
    package let remedy: String?

    /// An error; neither text may hold a secret.
    package init(_ message: String, remedy: String? = nil) {
        self.message = message
        self.remedy = remedy
    }

    /// A fault in a file, which was not changed.
    init(_ fault: SettingsFault, in path: String) {
        self.init(
            "'\(path)' is left as it is: \(fault)",
            remedy: "Mend the file, or name another one with --file. '--print' shows what is to be in it.")
    }

    init(_ error: FileError) { self.init("\(error)") }
}
