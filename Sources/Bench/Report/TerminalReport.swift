/// The report as text for a terminal.
public enum TerminalReport {
    /// The report, lines ending in a newline.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal.
    ///   - colour: whether to use ANSI colours.
    public static func text(_ analysis: Analysis, width: Int = 100, colour: Bool = false) -> String { "" }
}
