import ALCFAuth
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Ends every sign-in that this program uses.
struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Revoke the tokens and remove them.",
        discussion: """
            Ends the sign-ins of both ALCF clients, for all services. Python tools that use the same files are signed out \
            too. The gateway may still accept a revoked token for up to ten minutes.
            """,
        aliases: ["revoke_access_token"])

    @Flag(help: "Remove the tokens without revoking them. Needs no network; the tokens stay valid until they expire.")
    var local = false

    func run() async throws {
        let session = Session()
        let signOut = SignOut(
            auth: try session.auth.globusAuth(), account: try ServiceAccount(environment: session.environment))
        var isAnyRemoved = false
        var isAnyRevoked = false
        var failure: (any Error)?
        for store in try session.auth.ownStores() {
            do {
                let report = try await signOut(store, isLocal: local)
                isAnyRemoved = isAnyRemoved || !report.removed.isEmpty
                isAnyRevoked = isAnyRevoked || report.revoked > 0
                tell(report)
            } catch {
                // The others are signed out all the same.
                if let failure = failure.flatMap({ Failure($0) }) { Console.warn(failure.message) }
                failure = error
            }
        }
        if let failure { throw failure }
        if !isAnyRemoved { Console.note("Nobody was signed in.") }
        if isAnyRevoked {
            Console.note("The gateway may still accept a revoked token for up to ten minutes.")
        }
        if let cache = await session.auth.shellCache() {
            Console.warn(
                "the shell scripts are still signed in (\(cache.path)): "
                    + "run their revoke_access_token or revoke-access-token, or remove the file")
        }
    }

    private func tell(_ report: SignOut.Report) {
        guard !report.removed.isEmpty else { return }
        if let failure = report.failures.first {
            // The others failed for the same reason: they were sent at the same moment.
            let count = report.failures.count
            Console.warn(
                "\(count == 1 ? "a token" : "\(count) tokens") could not be revoked: \(failure.message)")
            Console.warn(
                "what is not revoked ends by itself: access tokens within two days, refresh tokens when unused for six months"
            )
        }
        let services = report.removed.map(GlobusService.label(ofResourceServer:)).joined(separator: ", ")
        let revoked = local ? "none revoked" : "\(report.revoked) \(report.revoked == 1 ? "token" : "tokens") revoked"
        let entries = report.removed.count == 1 ? "1 entry" : "\(report.removed.count) entries"
        Console.note(
            "Signed out of \(services.safeForTerminal): \(revoked), \(entries) removed from \(report.path)."
        )
    }
}
