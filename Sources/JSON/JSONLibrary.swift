import CJansson

/// The library that reads JSON.
public enum JSONLibrary {
    /// The version of the jansson that is loaded, as in `2.14`.
    public static var version: String { unsafe String(cString: jansson_version_str()) }
}
