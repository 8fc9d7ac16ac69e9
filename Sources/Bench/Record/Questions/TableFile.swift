/// Comma- or tab-separated values with a line of headings: see ``TabularQuestions``. The name's ending tells them.
enum TableFile: DataSetFormat {
    static let names = ["CSV"]

    static func matches(_ file: inout DataFile) -> Bool { file.ends(".csv") || file.ends(".tsv") }

    static func read(_ file: inout DataFile) throws(BenchError) -> DataSetContents {
        let rows = try CSVTable.rows(
            file.text, separator: file.ends(".tsv") ? "\t" : ",", name: file.origin.name)
        return try TabularQuestions(file.origin, unit: "line", isTable: true).data(rows)
    }
}
