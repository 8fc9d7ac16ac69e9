import ALCFJSON

/// A form that every report takes.
public enum DocumentForm: String, Sendable, Hashable, CaseIterable {
    /// Text for a terminal.
    case terminal
    /// Markdown.
    case markdown
    /// One file for a browser.
    case html
    /// LaTeX, to be included in a paper.
    case latex
    /// Figures for programs.
    case json

    /// Returns a report in this form, ending in a newline.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal; nil for lines in full.
    ///   - colour: whether a terminal shows colours.
    public func text(_ document: Document, width: Int? = nil, colour: Bool = false) -> String {
        switch self {
        case .terminal: TerminalReport.text(document, width: width, colour: colour)
        case .markdown: MarkdownReport.text(document)
        case .html: HTMLReport.text(document)
        case .latex: LaTeXReport.text(document)
        case .json: JSONReport.json(document).serialized(.pretty) + "\n"
        }
    }
}
