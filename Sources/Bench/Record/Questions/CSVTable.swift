import ALCFJSON
import ALCFStatistics
import ALCFSystem

/// Comma-separated values (RFC 4180), with a line of headings: each row becomes an object of texts.
///
/// A row ends at LF, CR or CR LF outside quotation marks, and nowhere else.
struct CSVTable {
    /// Reads a table from text in UTF-8.
    ///
    /// - Throws: ``BenchError`` naming the line that is not UTF-8 or has another number of fields, a quotation that
    ///   does not end, or headings that seem to be separated otherwise.
    package static func rows(
        _ bytes: [UInt8], separator: Unicode.Scalar = ",", name: String
    ) throws(BenchError) -> [(number: Int, json: JSONValue)] {
        var table = CSVTable(try DataText.utf8(bytes, name: name), UInt8(ascii: separator))
        try table.read(name)
        guard let first = table.lines.first?.fields else { throw BenchError(.dataSet, "\(name) is empty") }
        let headings = first.map { trimmed($0).lowercased() }
        try check(headings, UInt8(ascii: separator), name: name)
        var rows: [(Int, JSONValue)] = []
        // Spreadsheets write rows of separators alone behind the last one.
        for (number, fields) in table.lines.dropFirst() where fields.contains(where: { !$0.isEmpty }) {
            guard fields.count == headings.count else {
                throw BenchError(
                    .dataSet,
                    "\(name), line \(number), has \(NumberText.count(fields.count, "field")), and the headings are \(headings.count)",
                    remedy: "put texts that hold a comma or a line feed into quotation marks")
            }
            rows.append((number, .object(JSONObject(zip(headings, fields).map { ($0.0, .string($0.1)) }))))
        }
        return rows
    }

    private static func check(_ headings: [String], _ separator: UInt8, name: String) throws(BenchError) {
        var seen: Set<String> = []
        for heading in headings where !heading.isEmpty && !seen.insert(heading).inserted {
            throw BenchError(
                .dataSet, "\(name), line 1, has two columns '\(heading)'", remedy: "give each column a name of its own")
        }
        guard headings.count == 1, let heading = headings.first else { return }
        let others: [(Unicode.Scalar, String)] = [(";", "';'"), ("\t", "tabs"), ("|", "'|'"), (",", "commas")]
        for (other, means) in others where heading.unicodeScalars.contains(other) && UInt8(ascii: other) != separator {
            throw BenchError(
                .dataSet,
                "\(name), line 1, is one heading, with \(means) in it: its columns seem to be separated by \(means)",
                remedy: other == "\t"
                    ? "name the file .tsv" : other == "," ? "name the file .csv" : "save it with commas between columns"
            )
        }
    }

    private static func trimmed(_ text: String) -> String {
        var rest = Substring(text).utf8
        while rest.first == 0x20 || rest.first == 0x09 { rest.removeFirst() }
        while rest.last == 0x20 || rest.last == 0x09 { rest.removeLast() }
        return String(Substring(rest))
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    private var lines: [(number: Int, fields: [String])] = []

    private init(_ bytes: [UInt8], _ separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
    }

    private mutating func read(_ name: String) throws(BenchError) {
        let quote = UInt8(ascii: "\"")
        var (fields, field): ([String], [UInt8]) = ([], [])
        var (isQuoted, number, start, index) = (false, 1, 1, 0)
        func endField() {
            fields.append(String(decoding: field, as: UTF8.self))
            field.removeAll(keepingCapacity: true)
        }
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            index += 1
            let isEnd = byte == 0x0A || (byte == 0x0D && next != 0x0A)
            if isEnd { number += 1 }
            if isQuoted {
                if byte != quote {
                    field.append(byte)
                } else if next == quote {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if byte == quote, field.isEmpty {
                isQuoted = true
            } else if byte == separator {
                endField()
            } else if isEnd {
                endField()
                lines.append((start, fields))
                fields = []
                start = number
            } else if byte != 0x0D || next != 0x0A {
                field.append(byte)
            }
        }
        guard !isQuoted else {
            throw BenchError(.dataSet, "\(name): the quotation that begins after line \(start) has no end")
        }
        if !field.isEmpty || !fields.isEmpty {
            endField()
            lines.append((start, fields))
        }
    }
}
