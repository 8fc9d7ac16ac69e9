import ArgumentParser

/// Where the results go.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Names the files; by default after what is measured and the date.", valueName: "name"))
    var output: String?

    @Flag(help: "Replace files of that name.")
    var overwrite = false

    @Flag(help: "Print the summary as JSON instead of the report.")
    var json = false

    @Flag(name: .shortAndLong, help: "Show no progress.")
    var quiet = false

    @Flag(
        name: .customLong("no-self-check"),
        help: "Do not check the instrument before, during and after; nothing then says whether it was fine enough.")
    var skipsSelfCheck = false
}
