import ALCFJSON
import ALCFRecord
import ALCFSystem

/// Every request as a line of comma-separated values (RFC 4180), in the names of the record.
enum CSVExport {
    static func text(_ record: Record) -> String {
        let rows = record.samples.map { $0.json.object ?? JSONObject() }
        let columns = (rows.first?.keys ?? []).filter { $0 != "type" && $0 != "server_timings" }
        let lines = rows.map { row in columns.map { cell(row[$0]) }.joined(separator: ",") }
        return ([columns.joined(separator: ",")] + lines).map { $0 + "\r\n" }.joined()
    }

    /// Whether a spreadsheet takes it for a formula: also behind blanks, and in the full-width forms that some of them
    /// fold.
    private static func isFormula(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first else { return false }
        if "\t\r\n".unicodeScalars.contains(first) { return true }
        let sign = scalars.first {
            !$0.properties.isWhitespace && $0 != "\u{FEFF}" && $0 != "\u{FFFD}" && $0 != "\u{200B}"
        }
        return sign.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
    }

    /// Line ends of any kind are data; nothing else that drives a terminal is.
    private static func safe(_ text: String) -> String {
        text.unicodeScalars.split(separator: "\r", omittingEmptySubsequences: false).map { String($0).safeForTerminal }
            .joined(separator: "\r")
    }

    /// Null is an empty cell. A text that a spreadsheet would take for a formula gets an apostrophe before it.
    static func cell(_ value: JSONValue?) -> String {
        guard let value, !value.isNull else { return "" }
        var text = value.string.map(safe) ?? value.serialized()
        if value.string != nil, isFormula(text) { text = "'" + text }
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
