/// The report as text for a terminal.
public enum TerminalReport {
    /// The report, lines ending in a newline.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal. Tables become lists where it is narrow.
    ///   - colour: whether to use ANSI colours.
    public static func text(_ analysis: Analysis, width: Int = 100, colour: Bool = false) -> String {
        let report = Report(analysis)
        let layout = TextLayout(width: max(width, 20), colour: colour)
        var lines: [String] = []
        for notice in report.notices {
            lines += layout.wrapped(notice, first: "!! ").map { layout.styled($0, .alarm) } + [""]
        }
        lines += layout.wrapped(report.title).map { layout.styled($0, .heading) }
        // First and last on a screen, since what is between scrolls away.
        let verdicts = section("What the data show", report.verdicts, layout, .good)
        lines += verdicts + [""]
        lines += report.setting.flatMap { layout.wrapped($0, first: "  ", rest: "    ") }.map {
            layout.styled($0, .faint)
        }
        // What is not the same stands among the sentences; the rest of the audit is in the other reports.
        for table in report.tables where !table.isText && !table.isDetail { lines += [""] + layout.table(table) }
        lines += section(Report.originalHeading, report.original, layout, .faint)
        if !report.warnings.isEmpty {
            lines += ["", layout.styled("Warnings", .heading)]
            for warning in report.warnings {
                lines += layout.wrapped(Report.sentence(warning.message), first: "  ! ").map {
                    layout.styled($0, .warning)
                }
                lines += layout.wrapped(Report.sentence(warning.remedy), first: "    → ")
            }
        }
        lines += section("What the data cannot tell", report.limits, layout, .faint)
        lines += verdicts
        for notice in report.notices {
            lines += [""] + layout.wrapped(notice, first: "!! ").map { layout.styled($0, .alarm) }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A table by itself, lines ending in a newline.
    public static func text(_ table: Report.Table, width: Int = 100, colour: Bool = false) -> String {
        TextLayout(width: max(width, 20), colour: colour).table(table).map { $0 + "\n" }.joined()
    }

    private static func section(
        _ heading: String, _ sentences: [String], _ layout: TextLayout, _ style: TextLayout.Style
    ) -> [String] {
        guard !sentences.isEmpty else { return [] }
        return ["", layout.styled(heading, .heading)]
            + sentences.flatMap { layout.wrapped($0, first: "  • ").map { layout.styled($0, style) } }
    }
}
