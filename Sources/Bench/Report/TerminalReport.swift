import ALCFSystem

/// The report as text for a terminal.
public enum TerminalReport {
    /// The report, lines ending in a newline.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal. Tables become lists where it is narrow.
    ///   - colour: whether to use ANSI colours.
    public static func text(_ analysis: Analysis, width: Int = 100, colour: Bool = false) -> String {
        let report = Report(analysis)
        let width = max(width, 20)
        func wrapped(_ text: String, first: String = "", rest: String? = nil, _ style: TextStyle = []) -> [String] {
            WrappingWriter.lines(text, width: width, first: first, rest: rest).map {
                style.applied(to: $0, where: colour)
            }
        }
        func section(_ heading: String, _ sentences: [String], _ style: TextStyle) -> [String] {
            guard !sentences.isEmpty else { return [] }
            return ["", TextStyle.bold.applied(to: heading, where: colour)]
                + sentences.flatMap { wrapped($0, first: "  • ", style) }
        }
        var lines: [String] = []
        for notice in report.notices {
            lines += wrapped(notice, first: "!! ", .alarm) + [""]
        }
        lines += wrapped(report.title, .bold)
        // First and last on a screen, since what is between scrolls away.
        let verdicts = section("What the data show", report.verdicts, .green)
        lines += verdicts + [""]
        lines += report.setting.flatMap { wrapped($0, first: "  ", rest: "    ", .dim) }
        // What is not the same stands among the sentences; the rest of the audit is in the other reports.
        for table in report.tables where !table.isText && !table.isDetail {
            lines += [""] + table.layout.lines(width: width, colour: colour)
        }
        lines += section(Report.originalHeading, report.original, .dim)
        if !report.warnings.isEmpty {
            lines += ["", TextStyle.bold.applied(to: "Warnings", where: colour)]
            for warning in report.warnings {
                lines += wrapped(Report.sentence(warning.message), first: "  ! ", .yellow)
                lines += wrapped(Report.sentence(warning.remedy), first: "    → ")
            }
        }
        lines += section("What the data cannot tell", report.limits, .dim)
        lines += verdicts
        for notice in report.notices {
            lines += [""] + wrapped(notice, first: "!! ", .alarm)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A table by itself, lines ending in a newline.
    public static func text(_ table: Report.Table, width: Int = 100, colour: Bool = false) -> String {
        table.layout.lines(width: max(width, 20), colour: colour).map { $0 + "\n" }.joined()
    }
}

extension Report.Table {
    /// The table as a terminal shows it.
    var layout: TextTable {
        TextTable(
            figures: [title] + columns,
            rows: rows.map { row in
                [TextTable.Cell(row.label)] + row.cells.map { TextTable.Cell($0.text, $0.detail) }
            })
    }
}
