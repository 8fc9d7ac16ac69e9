import ALCFAuth
import ALCFReport
import ALCFSystem

/// The sign-in, in words.
struct TokenStatusText {
    let text: String

    init(_ status: TokenStatus, colour: Bool) {
        let suffix = status.service == .inference ? "" : " --service \(status.service.id)"
        guard status.isSignedIn else {
            text = """
                \(TextStyle.red.applied(to: "Not signed in", where: colour)): no usable tokens in \(status.path)
                  Sign in with: alcf authenticate\(suffix)
                """
            return
        }
        var lines = [Self.heading(status, colour: colour)]
        if let remaining = status.remaining, let end = status.expiresAt {
            let renewal = status.canRefresh ? "renewed automatically" : "cannot be renewed"
            lines.append(
                remaining > 0
                    ? "  Access token: \(DurationText.units(remaining)) left, until \(DateText.local(Double(end))); \(renewal)"
                    : "  Access token: ended \(DateText.local(Double(end))); \(renewal)")
        } else {
            lines.append("  Access token: none yet; the first command that needs one gets it")
        }
        lines.append("  Next sign-in: \(Self.nextSignIn(status, colour: colour))")
        lines.append("  Client:       \(status.client.appName.safeForTerminal) (\(status.client.id.safeForTerminal))")
        lines.append("  File:         \(status.path.safeForTerminal) (\(status.reason))")
        switch status.kind {
        case .encrypted: lines.append("                encrypted: Python tools cannot read it")
        case .shellCache: lines.append("                read and never written: a refreshed token is not kept")
        case .shared, .serviceAccount: break
        }
        text = lines.joined(separator: "\n")
    }

    private static func heading(_ status: TokenStatus, colour: Bool) -> String {
        let who = status.username ?? status.identityID ?? "an identity that the file does not name"
        let title = status.kind == .serviceAccount ? "Service account" : "Signed in"
        let name = status.kind == .serviceAccount ? status.client.id : "as \(who)"
        let service = status.service == .inference ? "" : ", for \(status.service.name)"
        return "\(TextStyle.green.applied(to: title, where: colour)) \(name.safeForTerminal)\(service)"
    }

    private static func nextSignIn(_ status: TokenStatus, colour: Bool) -> String {
        if status.kind == .serviceAccount { return "never" }
        guard let last = status.lastAuthentication else {
            return "unknown, because another program has signed in or renewed the sign-in since"
        }
        guard let due = status.nextSignInDue else { return "not limited; the last was \(DateText.local(Double(last)))" }
        let life = Double(due - last) / 86_400
        let days = NumberText.fixed(life, life == life.rounded() ? 0 : 1)
        let text =
            "due about \(DateText.local(Double(due))), \(days) days after the last (\(DateText.local(Double(last))))"
        return Double(due) - status.now < 3 * 86_400 ? TextStyle.yellow.applied(to: text, where: colour) : text
    }
}
