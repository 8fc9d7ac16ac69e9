import ALCFAuth
import ALCFSystem

/// The checks of the sign-in on this machine.
struct SignInChecks {
    /// Nil where the files did not answer in time.
    let facts: SignInFacts?

    var results: [CheckResult] {
        guard let facts else { return late }
        switch facts.source {
        case .failure(let error):
            return [.failed(.tokenSource, error, brief: "a variable of the sign-in is wrong")]
                + Self.none([.tokenFile, .identity, .accessToken, .session], "which tokens are used is not known")
        case .success(.variable):
            let variable = EnvironmentToken.variable
            let others = [Check.tokenFile, .identity, .accessToken, .session]
            return [.ok(.tokenSource, "\(variable), which is used as it is and goes before every file")]
                + others.map { .ok($0, $0 == .tokenFile ? "not used" : "not known of the token in \(variable)") }
        case .success(.account(let id)):
            return [.ok(.tokenSource, "the service account \(id) (\(ServiceAccount.idVariable))")] + file(facts)
        case .success(.file(let kind, let reason)):
            return [.ok(.tokenSource, Self.words(kind, reason, hasPassphrase: facts.hasPassphrase))] + file(facts)
        }
    }

    /// The names and identifiers of the user, or of the service account, that the results hold.
    var people: [String] {
        guard let facts else { return [] }
        let account = if case .success(.account(let id)) = facts.source { [id] } else { [String]() }
        guard case .success(let status) = facts.status else { return account }
        return account + [status.username, status.identityID].compactMap(\.self)
    }

    /// The reason that there is no token to be tried; nil if there is one.
    var obstacle: String? {
        guard let facts else { return "the token file was not read" }
        if facts.token != nil { return nil }
        if case .success(.account) = facts.source { return "the service account has no token yet" }
        guard case .success(let status) = facts.status else { return "the token file cannot be used" }
        guard status.isSignedIn else { return "nobody is signed in" }
        return "the access token has ended"
    }

    private static func none(_ checks: [Check], _ reason: String) -> [CheckResult] {
        checks.map { .notTried($0, reason) }
    }

    private static func words(_ kind: TokenStore.Kind, _ reason: String, hasPassphrase: Bool) -> String {
        switch kind {
        case .encrypted:
            "the encrypted token file; "
                + (hasPassphrase
                    ? "\(Passphrase.commandVariable) prints its passphrase"
                    : "its passphrase is asked for (\(Passphrase.commandVariable) is not set)")
        case .shellCache: "the cache of ALCF's shell scripts, which is read and never written"
        case .shared, .serviceAccount: "the token file, as \(reason)"
        }
    }

    /// The command that prints a passphrase, or the file system, does not answer.
    private var late: [CheckResult] {
        [
            .failed(
                .tokenSource, "the token file was not read in time", brief: "the token file was not read",
                remedy:
                    "Run the command in \(Passphrase.commandVariable) by hand, where it is set: it may wait for an input. "
                    + "Else the file system does not answer: ls -l ~",
                exitCode: Failure.ExitCode.failed)
        ] + Self.none([.tokenFile, .identity, .accessToken, .session], "the token file was not read")
    }

    // MARK: The file

    private func file(_ facts: SignInFacts) -> [CheckResult] {
        let rest: [Check] = [.identity, .accessToken, .session]
        switch facts.status {
        case .failure(let error):
            return [.failed(.tokenFile, error, brief: Self.brief(error))]
                + Self.none(rest, "the token file cannot be used")
        case .success(let status):
            guard facts.file != nil else { return Self.missing(status) }
            let file = Self.place(facts, status)
            guard status.expiresAt != nil || status.kind == .serviceAccount else {
                let reason = "nobody is signed in"
                let error = status.shortfall(lasting: 0)
                return [
                    file, .notTried(.identity, reason),
                    .failed(
                        .accessToken, error?.message ?? reason, brief: reason, remedy: error?.remedy,
                        exitCode: Failure.ExitCode.signIn),
                    .notTried(.session, reason),
                ]
            }
            return [file, Self.identity(status), token(status), Self.session(status)]
        case nil: return Self.none([.tokenFile] + rest, "the token file was not looked for")
        }
    }

    private static func missing(_ status: TokenStatus) -> [CheckResult] {
        if status.kind == .serviceAccount {
            return [.ok(.tokenFile, "none yet: the first command that needs a token makes \(status.path)")]
                + [
                    identity(status), .ok(.accessToken, "none yet: the first command that needs one gets it"),
                    session(status),
                ]
        }
        return [
            .failed(
                .tokenFile, "there is none: \(status.path)", brief: "nobody is signed in",
                remedy: "Sign in with: alcf authenticate", exitCode: Failure.ExitCode.signIn)
        ] + none([.identity, .accessToken, .session], "nobody is signed in")
    }

    private static func brief(_ error: AuthError) -> String {
        switch error.code {
        case .fileUnsafe: "the token file is not safe"
        case .fileCorrupt: "the token file is damaged"
        case .passphraseNeeded: "the passphrase is not known"
        default: "the token file cannot be read"
        }
    }

    private static func place(_ facts: SignInFacts, _ status: TokenStatus) -> CheckResult {
        func mode(_ facts: PathFacts?) -> String { facts.map { octal($0.permissions) } ?? "?" }
        var found = "\(status.path), mode \(mode(facts.file)) in a folder of mode \(mode(facts.folder))"
        if let target = facts.file?.linkTarget { found += ", a link to \(target)" }
        if let folder = facts.folder, folder.permissions & 0o022 != 0, folder.permissions & 0o1000 == 0 {
            let path = AtomicFile.parent(of: facts.file?.linkTarget ?? status.path)
            return .warning(
                .tokenFile, "\(found): others may put another file in its place",
                brief: "others may write to the token file's folder",
                remedy: "Remove their access: chmod go-w \(path.shellQuoted)")
        }
        return .ok(.tokenFile, found)
    }

    private static func octal(_ permissions: UInt32) -> String {
        let digits = String(permissions, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    // MARK: The sign-in

    private static func identity(_ status: TokenStatus) -> CheckResult {
        if status.kind == .serviceAccount { return .ok(.identity, "the service account \(status.client.id)") }
        let name = [status.username, status.identityID.map { status.username == nil ? $0 : "(\($0))" }]
        let words = name.compactMap(\.self).joined(separator: " ")
        return .ok(.identity, words.isEmpty ? "the file does not name it" : words)
    }

    private func token(_ status: TokenStatus) -> CheckResult {
        let end = status.expiresAt.map { DateText.local(Double($0)) } ?? "at an unknown time"
        let left = status.remaining ?? 0
        let renewal = status.kind == .serviceAccount ? "a new one is fetched" : "renewed"
        if left > 0, status.canRefresh {
            return .ok(.accessToken, "\(DurationText.units(left)) left, until \(end); then \(renewal) automatically")
        }
        if left > 0 {
            return .warning(
                .accessToken,
                "\(DurationText.units(left)) left, until \(end); it cannot be renewed, as there is no refresh token",
                brief: "the access token cannot be renewed", remedy: "Sign in again: alcf authenticate --force")
        }
        guard status.canRefresh else {
            return .failed(
                .accessToken, "ended \(end), and there is no refresh token to renew it", brief: "the sign-in has ended",
                remedy: "Sign in with: alcf authenticate", exitCode: Failure.ExitCode.signIn)
        }
        return .warning(
            .accessToken,
            "ended \(end); the next command \(status.kind == .serviceAccount ? "gets a new one" : "renews it"), which was not "
                + "tried, since it would change the file",
            brief: "the access token has ended", remedy: "Renew it, then check again: alcf token >/dev/null")
    }

    private static func session(_ status: TokenStatus) -> CheckResult {
        if status.kind == .serviceAccount { return .ok(.session, "never due for a service account") }
        guard let last = status.lastAuthentication else {
            return .ok(
                .session, "not known, because another program has signed in or renewed the sign-in since")
        }
        guard let due = status.nextSignInDue else { return .ok(.session, "no limit is set (\(SessionLife.variable))") }
        if let warning = status.signInWarning {
            let isOver = Double(due) <= status.now
            return .warning(
                .session, warning.message, brief: isOver ? "a new sign-in is overdue" : "a new sign-in is due soon",
                remedy: warning.remedy)
        }
        let days = NumberText.plain(Double(due - last) / 86_400)
        return .ok(
            .session,
            "due about \(DateText.local(Double(due))), \(days) days after the last (\(DateText.local(Double(last))))")
    }
}
