import ALCFReport
import ArgumentParser

/// The options that name the results.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Name of the output files, without an ending. By default made from the targets and the date.",
            valueName: "name"))
    var output: String?

    @Flag(help: "Replace existing files of that name.")
    var overwrite = false

    @OptionGroup var format: FormatOptions

    @Flag(name: .shortAndLong, help: "Show no progress on standard error. The report is printed all the same.")
    var quiet = false

    @Flag(
        name: .customLong("no-self-check"),
        help:
            "Do not check the instrument's own error before, during and after the run. The report then cannot judge it."
    )
    var skipsSelfCheck = false

    /// The form in which the report is printed.
    var form: DocumentForm { format.form }
}
