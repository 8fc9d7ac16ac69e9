import ALCFAuth
import ALCFCrypto
import ALCFRecord
import ALCFSystem

/// The source of the encrypted token file's passphrase: a command that prints it, else the terminal.
struct PassphraseSource: Sendable {
    /// The variable with the command, which `/bin/sh` runs. The first line of its output counts.
    static let variable = "ALCF_PASSPHRASE_COMMAND"

    let command: String?
    /// Whether the user may be asked. `alcf token` never does.
    let mayAsk: Bool

    var passphrase: Passphrase {
        if let command, !command.isEmpty { return Passphrase { _ in try await Self.run(command) } }
        guard mayAsk else { return .none }
        return Passphrase(tries: Self.tries, onWrong: { Console.warn("wrong passphrase; try again") }) {
            isNew in
            try isNew ? Self.askForNew() : Secret(Self.ask("Passphrase of the tokens: "))
        }
    }

    private static func run(_ command: String) async throws -> Secret {
        let outcome: ShellCommand.Outcome
        do { outcome = try await ShellCommand.run(command) } catch {
            throw AuthError(.passphraseNeeded, "\(variable) cannot be run: \(error)", underlying: error)
        }
        guard outcome.exitCode == 0, let line = outcome.firstLine, !line.isEmpty else {
            throw AuthError(
                .passphraseNeeded,
                outcome.exitCode == 0
                    ? "the command in \(variable) printed no passphrase"
                    : "the command in \(variable) failed with exit code \(outcome.exitCode)",
                remedy: "Run it by hand to see why; its first line of output must be the passphrase.")
        }
        return Secret(line)
    }

    /// Maximum number of times that the passphrase is asked for.
    private static let tries = 3

    private static func ask(_ prompt: String) throws(AuthError) -> String {
        guard let typed = Terminal.askHidden(prompt) else {
            throw AuthError(
                .passphraseNeeded, "there is no terminal to ask for the passphrase of the tokens",
                remedy: "Name a command that prints it: export \(variable)='pass show alcf'")
        }
        return typed
    }

    private static func askForNew() throws(AuthError) -> Secret {
        for attempt in 1...tries {
            let typed = try ask("New passphrase for the tokens: ")
            let trouble: String
            if typed.isEmpty {
                trouble = "an empty passphrase protects nothing"
            } else if try ask("Repeat passphrase: ") == typed {
                return Secret(typed)
            } else {
                trouble = "the two passphrases differ"
            }
            if attempt < tries {
                Console.warn("\(trouble): once more")
            } else {
                throw AuthError(.passphraseNeeded, trouble, remedy: "Begin again.")
            }
        }
        throw AuthError(.passphraseNeeded, "no passphrase was given", remedy: "Begin again.")
    }
}
