import ALCFSystem

extension Report.Table {
    /// The same with nothing in it that could drive a terminal or break a line: names and words of servers are among the cells.
    var safe: Report.Table {
        Report.Table(
            title: title.safeOnOneLine, columns: columns.map(\.safeOnOneLine),
            rows: rows.map { row in
                Report.Row(
                    label: row.label.safeOnOneLine,
                    cells: row.cells.map { Report.Cell($0.text.safeOnOneLine, $0.detail?.safeOnOneLine) })
            }, isText: isText)
    }
}
