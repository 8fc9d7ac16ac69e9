public import ALCFReport
import ALCFSystem
public import ArgumentParser

/// The form in which a result is printed, the same for every report.
struct FormatOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Print the report as \(DocumentForm.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "form"))
    var format: DocumentForm?

    @Flag(help: "Print JSON instead of the report, as '--format json' does.")
    var json = false

    func validate() throws {
        try require(!json || format == nil || format == .json, "'--json' and '--format' exclude each other.")
    }

    var form: DocumentForm { json ? .json : format ?? .terminal }
}

extension DocumentForm: ExpressibleByArgument {}

extension Console {
    /// A report. On a terminal it is no wider than that.
    static func print(_ document: Document, as form: DocumentForm, width: Int? = Terminal.width(.output)) {
        let text = form.text(document, width: width, colour: Terminal.usesColour(.output))
        StandardStreams.out(form == .terminal ? text.safeButStyled : text)
    }
}
