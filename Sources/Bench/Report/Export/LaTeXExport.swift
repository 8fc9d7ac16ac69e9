import ALCFSystem

/// The tables of figures for a paper, in the style of the package booktabs.
enum LaTeXExport {
    static func text(_ analysis: Analysis) -> String {
        let report = Report(analysis)
        let tables = report.tables.filter { !$0.isText }.map { table in
            let columns = "l" + String(repeating: "r", count: table.columns.count)
            let head = ([""] + table.columns.map(escaped)).joined(separator: " & ")
            let rows = table.rows.map { row in
                ([escaped(row.label)] + row.cells.map { escaped($0.full) }).joined(separator: " & ") + " \\\\"
            }
            return """
                \\begin{table}
                  \\centering
                  \\caption{\(escaped(report.title)). \(escaped(table.title)).}
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
        return "% \\usepackage{booktabs}\n" + report.notices.map { "% \(escaped($0))\n" }.joined()
            + tables.joined(separator: "\n\n") + "\n"
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
            case "∞": result += "$\\infty$"
            case "≥": result += "$\\ge$"
            case "≤": result += "$\\le$"
            case "±": result += "$\\pm$"
            case "−": result += "$-$"
            case "–": result += "--"
            case "<": result += "$<$"
            case ">": result += "$>$"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
