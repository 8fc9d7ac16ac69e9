import ALCFReport
import ALCFSystem
import ArgumentParser

/// The option that writes a report to a file instead of printing it.
struct DocumentOutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write the report to a file, in the form that its ending says: \(Self.endings.map(\.ending).joined(separator: ", ")).",
            valueName: "file"))
    var output: String?

    @Flag(help: "Replace an existing file of that name.")
    var overwrite = false

    private static let endings: [(ending: String, form: DocumentForm)] = [
        (".txt", .terminal), (".md", .markdown), (".html", .html), (".tex", .latex), (".json", .json),
    ]

    /// Shows a report: in the file if one is given, else on the standard output.
    ///
    /// - Parameters:
    ///   - form: that was asked for; nil where none was.
    ///   - inputs: files that are read.
    /// - Throws: `UsageError` where the file is there, is read, or says no form.
    func show(_ document: Document, as form: DocumentForm?, inputs: [String]) throws {
        guard let output else { return Console.print(document, as: form ?? .terminal) }
        let path = UserPath.expanded(output)
        guard let chosen = form ?? Self.endings.first(where: { path.hasSuffix($0.ending) })?.form else {
            throw UsageError(
                "the name \(output) does not say in which form the report is to be",
                remedy: "End it with one of \(Self.endings.map(\.ending).joined(separator: ", ")), or add --format.")
        }
        try OutputFiles.check([path], inputs: inputs)
        if !overwrite { try ReportFiles.requireNone(of: [path]) }
        try ReportFiles.write(chosen.text(document), to: path)
        Console.note("Wrote \(path)")
    }
}
