import ALCFAuth
import ArgumentParser

/// Ends the sign-in.
struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Revoke the tokens and remove them.",
        discussion: """
            Python tools that use the same file are signed out too. The gateway may go on accepting a revoked token for up \
            to ten minutes.
            """,
        aliases: ["revoke_access_token"])

    func run() async throws {
        let session = Session()
        let report = try await SignOut(auth: try session.globusAuth())(try await session.store())
        guard !report.removed.isEmpty else {
            Console.note("Nobody was signed in: \(report.path) holds no tokens.")
            return
        }
        for failure in report.failures { Console.warn("a token could not be revoked: \(failure.message)") }
        Console.note(
            "Signed out: \(report.revoked) tokens revoked, \(report.removed.count) entries removed from \(report.path)."
        )
    }
}
