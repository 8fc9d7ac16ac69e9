import ALCFSystem

/// The report as Markdown.
public enum MarkdownReport {
    /// The report, a document of its own.
    public static func text(_ analysis: Analysis) -> String {
        let report = Report(analysis)
        var blocks = ["# \(escaped(report.title))"]
        blocks += report.notices.map { "> **\(escaped($0))**" }
        blocks.append(list(report.setting))
        for table in report.tables { blocks += ["## \(escaped(table.title))", text(table)] }
        blocks += section(Report.originalHeading, report.original)
        blocks += section("What the data show", report.verdicts)
        blocks += section(
            "Warnings", report.warnings.map { "\(Report.sentence($0.message)) → \(Report.sentence($0.remedy))" })
        blocks += section("What the data cannot tell", report.limits)
        blocks += section("Definitions", Definitions.sentences)
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private static func section(_ heading: String, _ sentences: [String]) -> [String] {
        sentences.isEmpty ? [] : ["## \(heading)", list(sentences)]
    }

    /// Sentences as a list.
    public static func list(_ lines: [String]) -> String { lines.map { "- \(escaped($0))" }.joined(separator: "\n") }

    /// A table.
    public static func text(_ table: Report.Table) -> String {
        let head = "| | \(table.columns.map(escaped).joined(separator: " | ")) |"
        let rule = "| :-- |" + String(repeating: table.isText ? " :-- |" : " --: |", count: table.columns.count)
        let rows = table.rows.map { row in
            "| \(escaped(row.label)) | \(row.cells.map { escaped($0.full) }.joined(separator: " | ")) |"
        }
        return ([head, rule] + rows).joined(separator: "\n")
    }

    /// Names and models come from outside: nothing in them may be taken for markup or break a table.
    public static func escaped(_ text: String) -> String {
        var result = ""
        // By scalars: what stands before or behind a special character may make one grapheme of the two.
        for scalar in text.safeOnOneLine.unicodeScalars {
            if special.contains(scalar) { result.unicodeScalars.append("\\") }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    private static let special = Set("\\`*_|<>[]#&~".unicodeScalars)
}
