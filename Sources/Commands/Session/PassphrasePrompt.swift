import ALCFAuth
import ALCFCrypto
import ALCFSystem

/// Asks at the terminal for the passphrase of the encrypted token file.
enum PassphrasePrompt {
    /// The most times that the passphrase is asked for.
    private static let tries = 3

    static var passphrase: Passphrase {
        Passphrase(tries: tries, onWrong: { Console.warn("wrong passphrase; try again") }) { isNew in
            try await isNew ? askForNew() : Secret(ask("Passphrase of the tokens: "))
        }
    }

    private static func ask(_ prompt: String) async throws(AuthError) -> String {
        guard let typed = await Terminal.askHidden(prompt) else {
            throw AuthError(
                .passphraseNeeded, "there is no terminal to ask for the passphrase of the tokens",
                remedy: "Name a command that prints it: export \(Passphrase.commandVariable)='pass show alcf'")
        }
        return typed
    }

    private static func askForNew() async throws(AuthError) -> Secret {
        for attempt in 1...tries {
            let typed = try await ask("New passphrase for the tokens: ")
            let trouble: String
            if typed.isEmpty {
                trouble = "an empty passphrase protects nothing"
            } else if try await ask("Repeat passphrase: ") == typed {
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
