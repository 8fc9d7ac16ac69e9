import ALCFJSON

/// Parser of TOML 1.0 into statements, with the places of their values.
///
/// Dates and numbers that JSON has not are kept as texts: they are looked at by nobody here.
struct TOMLParser {
    private let bytes: [UInt8]
    private var place = 0
    private static let deepest = 64

    /// Returns the statements of a file in order, which together are all of it but a mark at its beginning.
    static func statements(of bytes: [UInt8]) throws(SettingsFault) -> [TOMLStatement] {
        try SettingsFault.checkEncoding(bytes)
        var parser = TOMLParser(bytes: bytes)
        if bytes.starts(with: EditedText.mark) { parser.place = EditedText.mark.count }
        var statements: [TOMLStatement] = []
        while parser.place < bytes.count { statements.append(try parser.statement()) }
        return statements
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    private func fault(_ reason: String, at offset: Int? = nil) -> SettingsFault {
        SettingsFault(reason, at: offset ?? place, in: bytes)
    }

    private func isAt(_ text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

    private mutating func take(_ text: String) -> Bool {
        guard isAt(text) else { return false }
        place += text.utf8.count
        return true
    }

    private mutating func skipBlanks() {
        while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { place += 1 }
    }

    private mutating func skipComment() {
        guard byte == UInt8(ascii: "#") else { return }
        while let byte, byte != UInt8(ascii: "\n") {
            if byte == UInt8(ascii: "\r"), place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\n") { return }
            place += 1
        }
    }

    /// Skips blanks, comments and ends of lines, as arrays may have them.
    private mutating func skipLines() {
        while true {
            skipBlanks()
            skipComment()
            guard take("\n") || take("\r\n") else { return }
        }
    }

    private mutating func statement() throws(SettingsFault) -> TOMLStatement {
        let start = place
        skipBlanks()
        let kind: TOMLStatement.Kind
        switch byte {
        case nil, UInt8(ascii: "\n"), UInt8(ascii: "\r"): kind = .nothing(isBlank: true)
        case UInt8(ascii: "#"): kind = .nothing(isBlank: false)
        case UInt8(ascii: "["):
            let isArray = take("[[")
            if !isArray { place += 1 }
            let key = try key()
            guard take(isArray ? "]]" : "]") else { throw fault("'\(isArray ? "]]" : "]")' is expected") }
            kind = .header(key, isArray: isArray)
        default:
            let key = try key()
            guard take("=") else { throw fault("'=' is expected") }
            skipBlanks()
            let valueStart = place
            let value = try value(depth: 0)
            kind = .pair(key: key, value: value, place: valueStart..<place)
        }
        skipBlanks()
        skipComment()
        guard byte == nil || take("\n") || take("\r\n") else { throw fault("the end of the line is expected") }
        return TOMLStatement(range: start..<place, kind: kind)
    }

    /// Reads a dotted key and the blanks around it.
    private mutating func key() throws(SettingsFault) -> [String] {
        var parts: [String] = []
        repeat {
            guard parts.count < Self.deepest else { throw fault("it is nested too deeply") }
            skipBlanks()
            let keyStart = place
            switch byte {
            case UInt8(ascii: "\""): parts.append(try basicString())
            case UInt8(ascii: "'"): parts.append(try literalString())
            default:
                let start = place
                while let byte, Self.isBare(byte) { place += 1 }
                guard place > start else { throw fault("a name is expected") }
                parts.append(String(decoding: bytes[start..<place], as: UTF8.self))
            }
            // As in `JSONCParser`.
            guard parts.last?.utf8.contains(0) != true else { throw fault("a name with a NUL character", at: keyStart) }
            skipBlanks()
        } while take(".")
        return parts
    }

    /// Returns whether a byte may be in a name without quotation marks.
    static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private mutating func value(depth: Int) throws(SettingsFault) -> JSONValue {
        guard depth < Self.deepest else { throw fault("it is nested too deeply") }
        if isAt("\"\"\"") { return .string(try longString("\"\"\"")) }
        if isAt("'''") { return .string(try longString("'''")) }
        switch byte {
        case UInt8(ascii: "\""): return .string(try basicString())
        case UInt8(ascii: "'"): return .string(try literalString())
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "{"): return try inlineTable(depth: depth)
        default: return try word()
        }
    }

    private mutating func array(depth: Int) throws(SettingsFault) -> JSONValue {
        let start = place
        place += 1
        var elements: [JSONValue] = []
        while true {
            skipLines()
            if take("]") { return .array(elements) }
            guard byte != nil else { throw fault("this array has no end", at: start) }
            elements.append(try value(depth: depth + 1))
            skipLines()
            guard byte != nil else { throw fault("this array has no end", at: start) }
            guard take(",") || byte == UInt8(ascii: "]") else { throw fault("a comma or ']' is expected") }
        }
    }

    private mutating func inlineTable(depth: Int) throws(SettingsFault) -> JSONValue {
        let start = place
        place += 1
        var table: JSONValue = [:]
        while true {
            // Ends of lines in inline tables came with TOML 1.1.
            skipLines()
            if take("}") { return table }
            guard byte != nil else { throw fault("this table has no end", at: start) }
            let key = try key()
            guard take("=") else { throw fault("'=' is expected") }
            skipBlanks()
            table = table.replacing(key[...], with: try value(depth: depth + 1))
            skipLines()
            guard byte != nil else { throw fault("this table has no end", at: start) }
            guard take(",") || byte == UInt8(ascii: "}") else { throw fault("a comma or '}' is expected") }
        }
    }

    private mutating func basicString() throws(SettingsFault) -> String {
        let start = place
        place += 1
        while let byte, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\n") {
            place = min(place + (byte == UInt8(ascii: "\\") ? 2 : 1), bytes.count)
        }
        guard take("\"") else { throw fault("this string has no end on its line", at: start) }
        return Self.unescaped(bytes[start + 1..<place - 1])
    }

    private mutating func literalString() throws(SettingsFault) -> String {
        let start = place
        place += 1
        while let byte, byte != UInt8(ascii: "'"), byte != UInt8(ascii: "\n") { place += 1 }
        guard take("'") else { throw fault("this string has no end on its line", at: start) }
        return String(decoding: bytes[start + 1..<place - 1], as: UTF8.self)
    }

    private mutating func longString(_ mark: String) throws(SettingsFault) -> String {
        let start = place
        place += 3
        while !isAt(mark) {
            guard let byte else { throw fault("this string has no end", at: start) }
            place = min(place + (byte == UInt8(ascii: "\\") && mark == "\"\"\"" ? 2 : 1), bytes.count)
        }
        place = min(place + 3, bytes.count)
        // Up to two quotation marks may stand before the closing three.
        for _ in 0..<2 where byte == mark.utf8.first { place += 1 }
        return String(decoding: bytes[start + 3..<max(start + 3, place - 3)], as: UTF8.self)
    }

    private mutating func word() throws(SettingsFault) -> JSONValue {
        let start = place
        while let byte, Self.isBare(byte) || "+.:".utf8.contains(byte) { place += 1 }
        // A date may have a blank before its time.
        if place - start == 10, byte == UInt8(ascii: " "), place + 1 < bytes.count,
            (0x30...0x39).contains(bytes[place + 1])
        {
            place += 1
            while let byte, Self.isBare(byte) || "+.:".utf8.contains(byte) { place += 1 }
        }
        let word = String(decoding: bytes[start..<place], as: UTF8.self)
        switch word {
        case "true": return true
        case "false": return false
        case "inf", "+inf", "-inf", "nan", "+nan", "-nan": return .string(word)
        default:
            guard let first = word.utf8.first, (0x30...0x39).contains(first) || "+-".utf8.contains(first) else {
                throw fault("a value is expected", at: start)
            }
            return Int(word.filter { $0 != "_" }).map { .int($0) } ?? .string(word)
        }
    }

    /// Returns the text of a string with its escapes resolved; an unknown one stays as it is.
    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        let raw = String(decoding: bytes, as: UTF8.self)
        guard bytes.contains(UInt8(ascii: "\\")) else { return raw }
        // JSON's escapes are TOML's, but for \\e, \\x and \\U.
        return (try? JSONValue(parsing: Array("\"\(raw)\"".utf8)).string) ?? raw
    }
}
