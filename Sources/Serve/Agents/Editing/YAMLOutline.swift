/// The lines of a YAML file, and the members of its root as far as lines show them.
struct YAMLOutline: Sendable {
    /// Each line's bytes with its end.
    var lines: [Range<Int>]
    var members: [Member] = []

    struct Member: Sendable {
        var key: String
        /// Number of the line, from 0.
        var line: Int
        /// Text behind the colon, without a comment and blanks around it.
        var rest: String
        /// Number of the line behind the last one that belongs to it; blank lines and comments at its end do not.
        var end: Int
    }

    /// - Throws: ``SettingsFault`` where the root is no plain mapping in block style.
    init(_ bytes: [UInt8]) throws(SettingsFault) {
        try SettingsFault.checkEncoding(bytes)
        var start = bytes.starts(with: EditedText.mark) ? EditedText.mark.count : 0
        lines = []
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
            lines.append(start..<end)
            start = end
        }
        var number = 0
        var hasContent = false
        var keys: Set<String> = []
        while number < lines.count {
            let range = lines[number]
            let line = Self.text(of: range, in: bytes)
            func fault(_ reason: String) -> SettingsFault { SettingsFault(reason, at: range.lowerBound, in: bytes) }
            if line.drop(while: { $0 == " " || $0 == "\t" }).first.map({ $0 == "#" }) ?? true {
                number += 1
            } else if line == "---" || line.hasPrefix("--- #") {
                guard !hasContent else { throw fault("the file holds several documents") }
                number += 1
            } else if line.hasPrefix("---") || line.hasPrefix("...") || line.first == "%" {
                throw fault("this form of YAML is not edited")
            } else {
                hasContent = true
                guard line.first != " ", line.first != "\t" else { throw fault("this line is indented too far") }
                guard let (key, rest) = Self.member(in: line) else {
                    throw fault("the file must be a mapping of names to values, one on each line")
                }
                guard keys.insert(key).inserted else { throw fault("'\(key)' is there twice") }
                let end = try Self.end(of: rest, from: number, lines: lines, bytes)
                members.append(
                    Member(key: key, line: number, rest: Self.withoutComment(rest), end: end))
                number = end
            }
        }
    }

    static func text(of range: Range<Int>, in bytes: [UInt8]) -> String {
        var line = bytes[range]
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }

    /// Takes `key: rest` apart.
    private static func member(in line: String) -> (key: String, rest: String)? {
        guard let first = line.unicodeScalars.first,
            !"-?[]{}&*!|>%@`,".unicodeScalars.contains(first) || (first == "-" && !line.hasPrefix("- ") && line != "-")
        else { return nil }
        if first == "\"" || first == "'" {
            let inner = line.dropFirst()
            guard let close = inner.firstIndex(where: { $0 == Character(first) }) else { return nil }
            let rest = inner[inner.index(after: close)...].drop { $0 == " " }
            guard rest.first == ":", !inner[..<close].contains("\\") else { return nil }
            return (String(inner[..<close]), String(rest.dropFirst()))
        }
        var place = line.startIndex
        while let colon = line[place...].firstIndex(of: ":") {
            let next = line.index(after: colon)
            if next == line.endIndex || line[next] == " " || line[next] == "\t" {
                let key = line[..<colon]
                guard !key.contains(" #") else { return nil }
                return (key.trimmingBlanks, String(line[next...]))
            }
            place = next
        }
        return nil
    }

    /// Returns the number of the line behind a member's value.
    private static func end(
        of rest: String, from number: Int, lines: [Range<Int>], _ bytes: [UInt8]
    ) throws(SettingsFault) -> Int {
        let value = rest.trimmingBlanks
        var next = try lineBehind(value, on: number, lines, bytes)
        if isFlow(value) { return next }
        var end = next
        let isList = value.isEmpty || value.first == "#"
        // Column of the key of a text that goes over all lines that are indented further, those with a # among them.
        var textColumn = isTextHeader(value) ? 0 : nil
        while next < lines.count {
            let line = text(of: lines[next], in: bytes)
            let content = line.drop { $0 == " " || $0 == "\t" }
            let isElement = isList && (line.hasPrefix("- ") || line == "-")
            guard content.isEmpty || content.startIndex > line.startIndex || line.first == "#" || isElement else {
                break
            }
            if let column = textColumn, line.prefix(while: { $0 == " " }).count > column, !content.isEmpty {
                next += 1
                end = next
            } else if content.isEmpty {
                next += 1
            } else if content.first == "#" {
                textColumn = nil
                next += 1
            } else {
                let (column, inner) = innermost(of: line)
                next = try lineBehind(inner, on: next, lines, bytes)
                end = next
                textColumn = isTextHeader(inner) ? column : nil
            }
        }
        return end
    }

    /// Returns the number of the line behind a value in quotation marks or brackets, which may go over several lines
    /// whatever their indentation; of any other, that of the next line.
    private static func lineBehind(
        _ value: String, on number: Int, _ lines: [Range<Int>], _ bytes: [UInt8]
    ) throws(SettingsFault) -> Int {
        guard isFlow(value) else { return number + 1 }
        guard let place = YAMLFlow.end(in: bytes, from: lines[number], value: value) else {
            throw SettingsFault("this value has no end", at: lines[number].lowerBound, in: bytes)
        }
        var next = number + 1
        while next < lines.count, lines[next].lowerBound < place { next += 1 }
        return next
    }

    private static func isFlow(_ value: String) -> Bool { value.first.map { "\"'[{".contains($0) } ?? false }

    /// Returns whether a value is the head of a text on the lines below, as in `|` or `>-`.
    private static func isTextHeader(_ value: String) -> Bool {
        let word = withoutComment(value).split(separator: " ").last ?? ""
        return (word.first == "|" || word.first == ">") && word.dropFirst().allSatisfy { "+-123456789".contains($0) }
    }

    /// Returns the value of the last key of a line, behind dashes, and the column of that key.
    private static func innermost(of line: String) -> (column: Int, value: String) {
        var rest = Substring(line)
        var column = 0
        var dash: Int?
        while true {
            let content = rest.drop { $0 == " " || $0 == "\t" }
            column += rest.count - content.count
            rest = content
            guard rest.hasPrefix("- ") else { break }
            dash = column
            column += 1
            rest = rest.dropFirst()
        }
        if let (_, value) = member(in: String(rest)) { return (column, value.trimmingBlanks) }
        return (dash ?? column, rest.trimmingBlanks)
    }

    private static func withoutComment(_ text: String) -> String {
        let text = text.trimmingBlanks
        if text.first == "#" { return "" }
        guard let first = text.first, first != "\"", first != "'", let comment = text.firstRange(of: " #") else {
            return text
        }
        return text[..<comment.lowerBound].trimmingBlanks
    }
}

extension StringProtocol {
    /// The text without blanks around it.
    var trimmingBlanks: String {
        let head = drop { $0 == " " || $0 == "\t" }
        return String(head.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
