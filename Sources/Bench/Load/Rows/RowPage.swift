import ALCFJSON
import ALCFRecord

/// A page as the rows API gives it.
struct RowPage {
    /// The rows' members.
    let rows: [JSONValue]
    /// Number of rows in the data set.
    let total: Int

    /// Reads a page.
    ///
    /// - Throws: `BenchError` for something else, a part of a data set, cells that were cut, and a wrong number of
    ///   rows.
    init(_ bytes: [UInt8], number: Int, of dataSet: String, base: String) throws(BenchError) {
        func wrong(_ what: String, _ remedy: String) -> BenchError {
            BenchError(.dataSet, "page \(number + 1) of \(dataSet) \(what)", remedy: remedy)
        }
        guard let json = try? JSONValue(parsing: bytes, limits: .page), let rows = json["rows"]?.array,
            let total = json["num_rows_total"]?.int
        else { throw wrong("is not what the rows API gives", "is the address right? It is \(base)") }
        if json["partial"]?.bool == true {
            throw wrong("is of a part of the data set only", "fetch its file, and give that")
        }
        if rows.contains(where: { $0["truncated_cells"]?.array?.isEmpty == false }) {
            throw wrong("has cells that were cut", "fetch its file, and give that")
        }
        let before = number * RowPages.length
        guard total > 0, total > before, rows.count == min(RowPages.length, total - before) else {
            throw wrong(
                "has \(rows.count) rows of \(total)", "run the same command again, or fetch its file, and give that")
        }
        self.rows = rows.map { $0["row"] ?? .null }
        self.total = total
    }
}
