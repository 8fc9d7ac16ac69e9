import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Checks a study from its records to the last figure of its report.
struct StudyVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that a study is as it was measured, and that its figures follow from its records.",
        discussion: """
            Give the folder of a study, or an archive that 'study pack' wrote. The plan, the chain, each record and each report are \
            checked, and everything that was changed, left out, added or moved is listed. Exits with 1 if anything was. Nothing is \
            sent, and no account is needed.

              alcf benchmark study verify week
              alcf benchmark study verify week.tar --plan-hash 3f5a… --signers signers
            """)

    @Argument(help: ArgumentHelp("Folder or archive of the study.", valueName: "study"))
    var study: String

    @Option(
        help: ArgumentHelp("SHA-256 of the plan as it was noted, or its first 16 digits or more.", valueName: "hex"))
    var planHash: String?

    @Option(
        help: ArgumentHelp(
            "Hash of the chain as it was noted after a session, or its first 16 digits or more.", valueName: "hex"))
    var head: String?

    @Option(
        help: ArgumentHelp(
            "File of allowed signers, as ssh-keygen(1) describes it, in which the key must be.", valueName: "file"))
    var signers: String?

    @Option(help: ArgumentHelp("Signer who must have that key, as in alice@example.org.", valueName: "name"))
    var identity: String?

    @OptionGroup var format: FormatOptions

    func validate() throws {
        for (name, value) in [("--plan-hash", planHash), ("--head", head)] {
            try require(
                value.map { (16...64).contains($0.utf8.count) && $0.allSatisfy(\.isHexDigit) } ?? true,
                "'\(name)' must be 16 to 64 hexadecimal digits.")
        }
        try require(identity == nil || signers != nil, "'--identity' needs '--signers'.")
        try require(identity?.isEmpty != true, "'--identity' must not be empty.")
    }

    func run() async throws {
        let files = try await StudyFiles.open(study)
        var verification = StudyVerification(
            files,
            .init(
                planHash: planHash, head: head, now: WallClock.system.now(), toolVersion: "alcf \(Version.current)"))
        let signature = try await verification.checkSignature(signers: signers, identity: identity)
        Console.print(StudyVerificationReport(verification, signature: signature).document, as: format.form)
        if !verification.isVerified { throw ExitCode(Failure.ExitCode.failed) }
    }
}
