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
                guard !members.contains(where: { $0.key == key }) else { throw fault("'\(key)' is there twice") }
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
        var next = number + 1
        if let first = value.first, "\"'[{".contains(first) {
            // It may go over several lines, whatever their indentation.
            let start = lines[number].lowerBound
            guard let place = YAMLFlow.end(in: bytes, from: lines[number], value: value) else {
                throw SettingsFault("this value has no end", at: start, in: bytes)
            }
            while next < lines.count, lines[next].lowerBound < place { next += 1 }
            return next
        }
        var end = next
        let isList = value.isEmpty || value.first == "#"
        while next < lines.count {
            let line = text(of: lines[next], in: bytes)
            let isBlank = line.allSatisfy { $0 == " " || $0 == "\t" }
            let isElement = isList && (line.hasPrefix("- ") || line == "-")
            guard isBlank || line.first == " " || line.first == "\t" || line.first == "#" || isElement else { break }
            next += 1
            let isComment = line.drop { $0 == " " || $0 == "\t" }.first == "#"
            // In a text of several lines, an indented number sign is part of it.
            let isText = value.first == "|" || value.first == ">"
            if !isBlank, !isComment || (isText && line.first != "#") { end = next }
        }
        return end
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
