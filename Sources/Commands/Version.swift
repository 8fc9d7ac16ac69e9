/// The program's version, by semantic versioning.
public enum Version {
    /// Number of the version, as in `0.1.0`.
    public static let current = "0.1.0"
}
