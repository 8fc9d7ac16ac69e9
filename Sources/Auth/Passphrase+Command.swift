import ALCFCrypto
import ALCFSystem

extension Passphrase {
    /// The variable with a command that prints the passphrase, which `/bin/sh` runs. The first line of its output
    /// counts.
    public static let commandVariable = "ALCF_PASSPHRASE_COMMAND"

    /// The passphrase that the command in `environment` prints; nil where there is no command.
    public convenience init?(environment: [String: String]) {
        guard let command = environment[Self.commandVariable], !command.isEmpty else { return nil }
        self.init { _ in try await Self.output(of: command) }
    }

    private static func output(of command: String) async throws -> Secret {
        let outcome: ShellCommand.Outcome
        do { outcome = try await ShellCommand.run(command) } catch {
            throw AuthError(.passphraseNeeded, "\(commandVariable) cannot be run: \(error)", underlying: error)
        }
        guard outcome.exitCode == 0, let line = outcome.firstLine, !line.isEmpty else {
            throw AuthError(
                .passphraseNeeded,
                outcome.exitCode == 0
                    ? "the command in \(commandVariable) printed no passphrase"
                    : "the command in \(commandVariable) failed with exit code \(outcome.exitCode)",
                remedy: "Run it by hand to see why; its first line of output must be the passphrase.")
        }
        return Secret(line)
    }
}
