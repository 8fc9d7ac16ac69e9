import ALCFSystem

/// A report in LaTeX, to be included in a paper; tables in the style of the package booktabs.
package enum LaTeXReport {
    /// Returns the report.
    package static func text(_ document: Document) -> String {
        let notices = document.notices.map { "\\noindent\\textbf{\(escaped($0))}" }
        return file(document, notices + texts(document.blocks, document.title))
    }

    /// Returns the tables of figures alone.
    static func tables(_ document: Document) -> String {
        let tables = document.blocks.flatMap { block -> [Document.Table] in
            guard case .section(let section) = block, section.standing == .body else { return [] }
            return section.blocks.compactMap { if case .table(let table) = $0, !table.isText { table } else { nil } }
        }
        return file(document, tables.map { text($0, document.title) })
    }

    private static func file(_ document: Document, _ blocks: [String]) -> String {
        "% \\usepackage{booktabs}\n" + document.notices.map { "% \(escaped($0))\n" }.joined()
            + blocks.joined(separator: "\n\n") + "\n"
    }

    /// Warnings that follow one another are one list.
    private static func texts(_ blocks: [Document.Block], _ title: String) -> [String] {
        var result: [String] = []
        var warnings: [(term: String, text: String)] = []
        for block in blocks {
            if case .warning(let text, let remedy) = block {
                warnings.append(("", "\(text) → \(remedy)"))
                continue
            }
            if !warnings.isEmpty { result.append(list("itemize", warnings)) }
            warnings = []
            result += text(block, title)
        }
        return warnings.isEmpty ? result : result + [list("itemize", warnings)]
    }

    private static func text(_ block: Document.Block, _ title: String) -> [String] {
        switch block {
        case .section(let section):
            let blocks = section.standing == .picture ? [] : texts(section.blocks, title)
            return blocks.isEmpty ? [] : ["\\section*{\(escaped(section.title))}"] + blocks
        case .heading(let text): return ["\\subsection*{\(escaped(text))}"]
        case .paragraph(let text): return text.split(separator: "\n").map { escaped(String($0)) }
        case .list(let items): return items.isEmpty ? [] : [list("itemize", items.map { ("", $0) })]
        case .table(let table): return [text(table, title)]
        case .note(let text): return ["{\\small \(escaped(text))}"]
        case .definitions(let definitions): return [list("description", definitions.map { ($0.term, $0.text) })]
        case .panels(let panels): return [list("description", panels.map { ($0.title, $0.text) })]
        case .preformatted(let text): return ["\\texttt{\(escaped(text))}"]
        case .folded(_, let blocks): return texts(blocks, title)
        case .plot, .details, .warning: return []
        }
    }

    private static func list(_ name: String, _ items: [(term: String, text: String)]) -> String {
        let lines = items.map { "  \\item\($0.term.isEmpty ? "" : "[{\(escaped($0.term))}]") \(escaped($0.text))\n" }
        return "\\begin{\(name)}\n\(lines.joined())\\end{\(name)}"
    }

    private static func text(_ table: Document.Table, _ title: String) -> String {
        let columns =
            table.isText
            ? "p{.3\\linewidth}" + String(repeating: "l", count: max(0, table.columns.count - 1)) + "p{.4\\linewidth}"
            : "l" + String(repeating: "r", count: table.columns.count)
        let head = ([""] + table.columns.map(escaped)).joined(separator: " & ")
        let rows = table.rows.map { row in
            ([escaped(row.label)] + row.cells.map { escaped($0.full) }).joined(separator: " & ") + " \\\\"
        }
        return """
            \\begin{table}
              \\centering
              \\caption{\(escaped(title)). \(escaped(table.title)).}
              \\begin{tabular}{\(columns)}
                \\toprule
                \(head) \\\\
                \\midrule
                \(rows.joined(separator: "\n    "))
                \\bottomrule
              \\end{tabular}
            \\end{table}
            """
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        // By scalars: what stands before or behind a special character may make one grapheme of the two.
        for scalar in text.safeOnOneLine.unicodeScalars {
            switch scalar {
            case "\\": result += "\\textbackslash{}"
            case "&", "%", "$", "#", "_", "{", "}": result += "\\\(scalar)"
            case "~": result += "\\textasciitilde{}"
            case "^": result += "\\textasciicircum{}"
            case "÷": result += "$\\div$"
            case "×": result += "$\\times$"
            case "∞": result += "$\\infty$"
            case "≥": result += "$\\ge$"
            case "≤": result += "$\\le$"
            case "±": result += "$\\pm$"
            case "→": result += "$\\rightarrow$"
            case "−": result += "$-$"
            case "–": result += "--"
            case "<": result += "$<$"
            case ">": result += "$>$"
            // Behind \\ or \item it would begin an option.
            case "[": result += "{[}"
            case "]": result += "{]}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
