import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Packs a study into one file.
struct StudyPackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack",
        abstract: "Pack a study into one archive, for a reviewer or a repository such as Zenodo.",
        discussion: """
            The archive (tar) holds the plan, the chain, its signature, records and reports, the methods in words, the versions of the \
            programs, and a description for repositories (RO-Crate 1.1). With an author it has a CITATION.cff too. It holds no other \
            file of the folder. Who gets it needs no account: alcf benchmark study verify NAME.tar

              alcf benchmark study pack week --author 'Curie, Marie' --licence CC-BY-4.0
              gzip week.tar
            """)

    @Argument(help: ArgumentHelp("Folder of the study.", valueName: "study"))
    var study: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The archive. By default the study's name with '.tar', in this folder.", valueName: "file"))
    var output: String?

    @Flag(help: "Replace an existing file of that name.")
    var overwrite = false

    @Option(
        help: ArgumentHelp(
            "Author, as in 'Family, Given', or the name of a group. Can be repeated.", valueName: "name"))
    var author: [String] = []

    @Option(help: "Title.")
    var title: String?

    @Option(
        name: [.customLong("licence"), .customLong("license")],
        help: ArgumentHelp("Licence, by its name at spdx.org, as in CC-BY-4.0.", valueName: "name"))
    var licence: String?

    @Flag(help: "Pack a study that is not as it was measured. The archive's description says so.")
    var evenSo = false

    func run() async throws {
        let description = try StudyDescription(
            authors: author.map { text throws(BenchError) in try .init(text) }, title: title, licence: licence)
        let files = try StudyFiles(folder: study)
        let tool = "alcf \(Version.current)"
        var verification = StudyVerification(files, .init(now: WallClock.system.now(), toolVersion: tool))
        _ = try await verification.checkSignature(signers: nil, identity: nil)
        let verdict = StudyVerificationReport(verification).verdict
        guard verification.isVerified || evenSo else {
            throw BenchError(
                .recordRead, verdict.safeOnOneLine,
                remedy:
                    "See all with: alcf benchmark study verify \(study.shellQuoted); to pack it as it is, give --even-so"
            )
        }
        let archive = try StudyArchive(verification, description, tool: tool)
        let path = UserPath.expanded(output ?? "\(verification.plan?.name ?? "study").tar")
        try require(!path.hasSuffix(".gz"), "The archive is not packed: write NAME.tar, and then: gzip NAME.tar")
        try OutputFiles.check([path], inputs: files.names.map { files.source + "/" + $0 })
        if !overwrite { try ReportFiles.requireNone(of: [path]) }
        try AtomicFile.write(archive.bytes, to: path, permissions: 0o644)
        Console.print(verdict)
        Console.note("Wrote \(path): \(NumberText.count(archive.names.count, "file")), \(archive.bytes.count) bytes")
        if !archive.leftOut.isEmpty {
            let list = archive.leftOut.prefix(10).joined(separator: ", ") + (archive.leftOut.count > 10 ? ", …" : "")
            Console.note("Left out, as no files of a study: \(list)")
        }
        if !archive.hasCitation { Console.aside("Without --author there is no CITATION.cff.") }
        Console.note("To check it: alcf benchmark study verify \(path.shellQuoted)")
    }
}
