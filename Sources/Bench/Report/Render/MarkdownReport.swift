import ALCFSystem

/// A report as Markdown.
package enum MarkdownReport {
    /// Returns the report, a document of its own.
    package static func text(_ document: Document) -> String {
        let head = ["# \(escaped(document.title))"] + document.notices.map { "> **\(escaped($0))**" }
        return (head + document.blocks.flatMap { text($0, level: 2) }).joined(separator: "\n\n") + "\n"
    }

    /// - Parameter level: that of the headings.
    private static func text(_ block: Document.Block, level: Int) -> [String] {
        func heading(_ text: String) -> String { String(repeating: "#", count: level) + " " + escaped(text) }
        return switch block {
        case .section(let section): text(section, level)
        case .heading(let text): [heading(text)]
        case .paragraph(let text): text.split(separator: "\n").map { paragraph(String($0)) }
        case .list(let items): items.isEmpty ? [] : [list(items)]
        case .table(let table): [heading(table.title), text(table)]
        case .note(let text): [paragraph(text)]
        case .warning(let text, let remedy): [list(["\(text) → \(remedy)"])]
        case .definitions(let definitions):
            [definitions.map { "- **\(escaped($0.term))**: \(escaped($0.text))" }.joined(separator: "\n")]
        case .panels(let panels):
            panels.map { panel in
                "**\(escaped(panel.title))**: "
                    + [panel.text, panel.mark, panel.note].filter { !$0.isEmpty }.map(escaped).joined(separator: " — ")
            }
        case .preformatted(let text): [fenced(text)]
        case .folded(let title, let blocks):
            // As GitHub and GitLab fold it; the empty lines make what is inside Markdown again.
            ["<details>", "<summary>\(HTML.text(title).rendered)</summary>"]
                + blocks.flatMap { text($0, level: level + 1) } + ["</details>"]
        case .plot(let plot):
            plot.sketch.isEmpty ? [] : [heading(plot.title), fenced(plot.sketch.joined(separator: "\n"))]
        case .details: []
        }
    }

    private static func text(_ section: Document.Section, _ level: Int) -> [String] {
        guard section.standing != .picture else { return [] }
        let blocks = section.blocks.flatMap { text($0, level: level + 1) }
        // Warnings, an item each, are one list.
        let joined = blocks.reduce(into: [String]()) { parts, part in
            if part.hasPrefix("- "), parts.last?.hasPrefix("- ") == true {
                parts[parts.count - 1] += "\n" + part
            } else {
                parts.append(part)
            }
        }
        return joined.isEmpty ? [] : ["\(String(repeating: "#", count: level)) \(escaped(section.title))"] + joined
    }

    /// A text at the start of a line, where a sign or a number may begin a list.
    private static func paragraph(_ text: String) -> String {
        let text = escaped(String(text.drop { $0 == " " || $0 == "\t" }))
        if let first = text.first, "-+=".contains(first) { return "\\" + text }
        let number = text.prefix { $0.isNumber }
        let rest = text.dropFirst(number.count)
        return rest.first.map { !number.isEmpty && ".)".contains($0) } == true ? "\(number)\\\(rest)" : text
    }

    /// A text whose lines are kept, in a fence that is longer than any in it.
    private static func fenced(_ text: String) -> String {
        let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).safeOnOneLine }
        return ([fence] + lines + [fence]).joined(separator: "\n")
    }

    private static func list(_ lines: [String]) -> String { lines.map { "- \(escaped($0))" }.joined(separator: "\n") }

    private static func text(_ table: Document.Table) -> String {
        let head = "| | \(table.columns.map(escaped).joined(separator: " | ")) |"
        let rule = "| :-- |" + String(repeating: table.isText ? " :-- |" : " --: |", count: table.columns.count)
        let rows = table.rows.map { row in
            "| \(escaped(row.label)) | \(row.cells.map { escaped($0.full) }.joined(separator: " | ")) |"
        }
        return ([head, rule] + rows).joined(separator: "\n")
    }

    /// Names and models come from outside: nothing in them may be taken for markup or break a table.
    package static func escaped(_ text: String) -> String {
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
