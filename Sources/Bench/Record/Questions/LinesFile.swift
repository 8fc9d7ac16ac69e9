import ALCFJSON

/// JSON Lines: an object each, see ``TabularQuestions``. The name's ending tells them, or that the first line is a
/// document and the file is none.
enum LinesFile: DataSetFormat {
    static let names = ["JSONL"]

    static func matches(_ file: inout DataFile) -> Bool {
        if file.ends(".jsonl") || file.ends(".ndjson") { return true }
        guard case .failure = file.document, let first = file.lines.first else { return false }
        return (try? JSONValue(parsing: Array(first.text), limits: .line)) != nil
    }

    static func read(_ file: inout DataFile) throws(BenchError) -> DataSetContents {
        var rows: [(Int, JSONValue)] = []
        for (number, line) in file.lines {
            do { rows.append((number, try JSONValue(parsing: Array(line), limits: .line))) } catch {
                throw BenchError(
                    .dataSet, "\(file.origin.name), line \(number), is not JSON: \(error)",
                    remedy: "give one JSON object on each line", underlying: error)
            }
        }
        return try TabularQuestions(file.origin, unit: "line").data(rows)
    }
}
