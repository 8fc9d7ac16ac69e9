import Glibc

/// The environment variables of this process.
public enum ProcessEnvironment {
    /// The value of one; nil where it is not set.
    public static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// Those of `names` that are set.
    public static func values(_ names: [String]) -> [String: String] {
        names.reduce(into: [:]) { $0[$1] = value($1) }
    }
}
