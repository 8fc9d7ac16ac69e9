import ALCFAuth
import ALCFSystem

/// The sign-in, in words.
struct TokenStatusText {
    let text: String

    init(_ status: TokenStatus, colour: Bool) {
        guard status.isSignedIn else {
            text = """
                \(Style.red("Not signed in", colour)): no usable tokens in \(status.path)
                  Sign in with: alcf authenticate
                """
            return
        }
        let who = status.username ?? status.identityID ?? "an identity that the file does not name"
        var lines = ["\(Style.green("Signed in", colour)) as \(who.safeForTerminal)"]
        if let remaining = status.remaining, let end = status.expiresAt {
            let renewal = status.canRefresh ? "renewed by itself" : "cannot be renewed"
            lines.append(
                remaining > 0
                    ? "  Access token: \(DurationText.words(remaining)) left, until \(DateText.local(Double(end))); \(renewal)"
                    : "  Access token: ended \(DateText.local(Double(end))); \(renewal)")
        }
        let days = Int(TokenStatus.defaultSessionLife / 86_400)
        if let due = status.nextSignInDue, let last = status.lastAuthentication {
            lines.append(
                "  Next sign-in: due about \(DateText.local(Double(due))), \(days) days after the last (\(DateText.local(Double(last))))"
            )
        } else {
            lines.append("  Next sign-in: not known, since this sign-in was made by another program")
        }
        lines.append("  Client:       \(status.client.appName) (\(status.client.id))")
        lines.append("  File:         \(status.path) (\(status.reason))")
        text = lines.joined(separator: "\n")
    }
}
