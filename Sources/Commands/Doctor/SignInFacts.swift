import ALCFAuth
import ALCFCrypto
import ALCFSystem

/// The sign-in as it is on this machine, found without a connection and without a change.
struct SignInFacts: Sendable {
    /// The tokens that commands use.
    enum Source: Sendable, Equatable {
        /// `ALCF_ACCESS_TOKEN`.
        case variable
        /// A service account of that id.
        case account(String)
        /// A file, of that kind and for that reason.
        case file(TokenStore.Kind, String)
    }

    /// The tokens that commands use, or the reason that they cannot tell.
    var source: Result<Source, AuthError>
    /// Path of the token file; nil where it cannot be found out.
    var path: String?
    /// The file, and the folder that it is in; nil where there is none.
    var file: PathFacts?
    var folder: PathFacts?
    /// The sign-in in the file; nil where the file is not used.
    var status: Result<TokenStatus, AuthError>?
    /// The access token that the next command would use without renewing it.
    var token: Secret?
    /// Whether the passphrase of an encrypted file can be had without asking the user.
    var hasPassphrase = false

    /// Looks at everything. `ALCF_PASSPHRASE_COMMAND` is run if an encrypted file is used, as every command does.
    static func read(_ auth: AuthEnvironment, clock: WallClock = .system) async -> SignInFacts {
        // The first is the encrypted one, which few have; of the others, the preferred comes first.
        let command = auth.values[Passphrase.commandVariable]
        var facts = SignInFacts(
            source: .failure(AuthError(.misconfigured, "")), path: try? auth.ownStores().dropFirst().first?.path,
            hasPassphrase: command?.isEmpty == false)
        do {
            if let token = try auth.environmentToken(for: .inference) {
                facts.source = .success(.variable)
                facts.token = try await token.accessToken()
                return facts
            }
            let account = try ServiceAccount(environment: auth.values)
            if let account { facts.source = .success(.account(account.id)) }
            let life = try SessionLife(environment: auth.values)
            do {
                // Until another is found, the usual file is the one that is meant.
                let store = try await auth.store()
                if account == nil { facts.source = .success(.file(store.kind, store.reason)) }
                facts.look(at: store.path)
                let status = try await TokenStatus.read(store, clock: clock, sessionLife: life)
                facts.status = .success(status)
                facts.token = try await auth.tokenAtHand(in: store, clock: clock)
            } catch let error as AuthError where error.code != .misconfigured {
                if account == nil, case .failure = facts.source {
                    facts.source = .success(.file(.shared, "it is the usual place"))
                }
                if facts.file == nil, let path = facts.path { facts.look(at: path) }
                facts.status = .failure(error)
            }
        } catch let error as AuthError { facts.source = .failure(error) } catch {
            facts.source = .failure(AuthError(.fileUnusable, "\(error)"))
        }
        return facts
    }

    private mutating func look(at path: String) {
        self.path = path
        file = PathFacts(path: path)
        folder = PathFacts(path: AtomicFile.parent(of: AtomicFile.resolved(path)))
    }
}
