import ALCFJSON

/// Every request as a line of comma-separated values (RFC 4180), in the names of the record.
enum CSVExport {
    static func text(_ record: Record) -> String {
        let rows = record.samples.map { $0.json.object ?? JSONObject() }
        let columns = (rows.first?.keys ?? []).filter { $0 != "type" && $0 != "server_timings" }
        let lines = rows.map { row in columns.map { cell(row[$0]) }.joined(separator: ",") }
        return ([columns.joined(separator: ",")] + lines).map { $0 + "\r\n" }.joined()
    }

    /// Null is an empty cell. A text that a spreadsheet would take for a formula gets an apostrophe before it.
    static func cell(_ value: JSONValue?) -> String {
        guard let value, !value.isNull else { return "" }
        guard var text = value.string else { return value.serialized() }
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { text = "'" + text }
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
