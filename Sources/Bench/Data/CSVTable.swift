import ALCFJSON

/// Comma-separated values (RFC 4180), with a line of headings: each row becomes an object of texts.
enum CSVTable {
    /// - Throws: ``BenchError`` naming the line that has another number of fields, or a quotation that does not end.
    static func rows(
        _ bytes: [UInt8], separator: Character = ",", name: String
    ) throws(BenchError) -> [(number: Int, json: JSONValue)] {
        var text = String(decoding: bytes, as: UTF8.self)
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        let lines = try fields(text, separator: separator, name: name)
        guard let headings = lines.first?.fields else { throw BenchError(.dataSet, "\(name) is empty") }
        var rows: [(Int, JSONValue)] = []
        for (number, fields) in lines.dropFirst() where fields != [""] {
            guard fields.count == headings.count else {
                throw BenchError(
                    .dataSet,
                    "\(name), line \(number), has \(fields.count) fields, and the headings are \(headings.count)",
                    remedy: "put texts that hold a comma or a line feed into quotation marks")
            }
            rows.append(
                (number, .object(JSONObject(zip(headings, fields).map { ($0.0.lowercased(), .string($0.1)) }))))
        }
        return rows
    }

    private static func fields(
        _ text: String, separator: Character, name: String
    ) throws(BenchError) -> [(number: Int, fields: [String])] {
        var lines: [(Int, [String])] = []
        var (fields, field): ([String], String) = ([], "")
        var (isQuoted, number, start) = (false, 1, 1)
        var rest = text[...]
        func endField() {
            fields.append(field)
            field = ""
        }
        while let character = rest.popFirst() {
            if character.isNewline { number += 1 }
            if isQuoted {
                if character != "\"" {
                    field.append(character)
                } else if rest.first == "\"" {
                    field.append(character)
                    rest.removeFirst()
                } else {
                    isQuoted = false
                }
            } else if character == "\"", field.isEmpty {
                isQuoted = true
            } else if character == separator {
                endField()
            } else if character.isNewline {
                endField()
                lines.append((start, fields))
                fields = []
                start = number
            } else {
                field.append(character)
            }
        }
        guard !isQuoted else {
            throw BenchError(.dataSet, "\(name): the quotation that begins after line \(start) has no end")
        }
        if !field.isEmpty || !fields.isEmpty {
            endField()
            lines.append((start, fields))
        }
        return lines
    }
}
