/// The place that a setting's value is from.
enum SettingsSource: Sendable, Hashable, CustomStringConvertible {
    case variable(String)
    case file(String)
    case builtIn

    var description: String {
        switch self {
        case .variable(let name): "environment variable \(name)"
        case .file(let path): "file \(path)"
        case .builtIn: "built-in default"
        }
    }

    /// Its name in JSON.
    var name: String {
        switch self {
        case .variable: "environment"
        case .file: "file"
        case .builtIn: "default"
        }
    }

    /// The variable or the file; nil for what is built in.
    var place: String? {
        switch self {
        case .variable(let name): name
        case .file(let path): path
        case .builtIn: nil
        }
    }
}
