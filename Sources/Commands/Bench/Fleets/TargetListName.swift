import ALCFRecord

/// The value of `--target-list`: a file, or behind a name and `=` the file of a fleet.
struct TargetListName {
    /// Name of the target that all servers are together; nil where each is one.
    let fleet: String?
    /// The file.
    let path: String

    /// Reads the option's value. What cannot be a name belongs to the path, as in `./a=b`.
    init(_ text: String) {
        let (name, value) = TargetArguments.split(text)
        guard let name, !name.contains("/") else {
            (fleet, path) = (nil, text)
            return
        }
        (fleet, path) = (name, value)
    }

    /// Whether it is standard input.
    var isStandardInput: Bool { path == "-" }
}
