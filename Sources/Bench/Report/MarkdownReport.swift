/// The report as Markdown.
public enum MarkdownReport {
    /// The report, a document of its own.
    public static func text(_ analysis: Analysis) -> String { "" }
}
