import ALCFJSON

/// Places of members in a JSON text with comments.
extension EditedText {
    /// Appends a whole document to a text that holds blanks and comments only.
    mutating func insertRoot(_ value: JSONValue) {
        let isOnNewLine = bytes.isEmpty || bytes == Self.mark || bytes.last == UInt8(ascii: "\n")
        insert((isOnNewLine ? "" : newline) + pretty(value, indent: "") + newline, at: bytes.count)
    }

    /// Puts a member behind the last one of an object, in the manner of those that are there.
    mutating func insertMember(_ key: String, _ value: JSONValue, into node: JSONCNode) throws(SettingsFault) {
        let name = JSONValue.string(key).serialized() + ": "
        guard let last = node.members?.last else { return try insertFirst(name, value, into: node) }
        let end = (last.comma ?? last.value.range.upperBound - 1) + 1
        let comma = last.comma == nil ? "" : ","
        if !bytes[node.range].contains(UInt8(ascii: "\n")) {
            insert(" " + name + value.serialized() + comma, at: end)
        } else {
            // A comment behind the last member on its line belongs to it.
            let place = try endOfLine(from: end, before: node.range.upperBound - 1)
            let indent = indentation(at: last.keyRange.lowerBound)
            let isFirstOnLine = lineStart(of: last.keyRange.lowerBound) + indent.utf8.count == last.keyRange.lowerBound
            let own = isFirstOnLine ? indent : indent + unit
            insert(newline + own + name + pretty(value, indent: own) + comma, at: place)
        }
        if last.comma == nil { insert(",", at: end) }
    }

    private mutating func insertFirst(
        _ name: String, _ value: JSONValue, into node: JSONCNode
    ) throws(SettingsFault) {
        let inner = node.range.lowerBound + 1..<node.range.upperBound - 1
        let outer = indentation(at: node.range.lowerBound)
        let text = newline + outer + unit + name + pretty(value, indent: outer + unit)
        let isBlank = bytes[inner].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        if isBlank { return replace(inner, with: Array((text + newline + outer).utf8)) }
        let contents = bytes[inner]
        let place = (contents.lastIndex { !" \t\r\n".utf8.contains($0) } ?? inner.lowerBound - 1) + 1
        let isLineOpen = !bytes[place..<inner.upperBound].contains(UInt8(ascii: "\n"))
        insert(text + (isLineOpen ? newline + outer : ""), at: place)
    }

    /// Takes a member out with the comma that came with it, and the line that it leaves empty.
    mutating func removeMember(_ index: Int, of node: JSONCNode) {
        guard let members = node.members else { return }
        let member = members[index]
        let end = (member.comma ?? member.value.range.upperBound - 1) + 1
        let blanks = bytes[..<member.keyRange.lowerBound].reversed().prefix { " \t\r\n".utf8.contains($0) }.count
        var start = member.keyRange.lowerBound - blanks
        let next = bytes[end...].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        let isLineEnd = next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r")
        // Something follows on the line: it must not get behind a comment that ends with the line before.
        let before = index == 0 ? node.range.lowerBound : members[index - 1].comma
        if !isLineEnd, start - 1 != before { start = member.keyRange.lowerBound }
        remove(start..<end)
        if members.count == 1 {
            let inner = node.range.lowerBound + 1..<node.range.upperBound - 1 - (end - start)
            if bytes[inner].allSatisfy({ " \t\r\n".utf8.contains($0) }), !inner.isEmpty { remove(inner) }
        } else if member.comma == nil, index > 0, let comma = members[index - 1].comma {
            remove(comma..<comma + 1)
        }
    }

    /// Returns the place behind what belongs to the line, comments included.
    private func endOfLine(from start: Int, before limit: Int) throws(SettingsFault) -> Int {
        let end = min(try JSONCParser.afterBlanks(bytes, from: start, onLine: true), limit)
        let blanks = bytes[start..<end].reversed().prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
        return end - blanks
    }

    /// Returns a value over several lines, to stand in the line that holds a byte.
    func pretty(_ value: JSONValue, at offset: Int) -> String { pretty(value, indent: indentation(at: offset)) }

    private func pretty(_ value: JSONValue, indent: String) -> String {
        let unit = unit
        let text = value.serialized(.pretty)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" }).map {
            (line: Substring) -> String in
            let blanks = line.prefix { $0 == " " }.count
            return String(repeating: unit, count: blanks / 2) + line.dropFirst(blanks)
        }
        return lines.joined(separator: newline + indent)
    }

    /// Blanks of one level: those before the first line that has some.
    private var unit: String {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let blanks = line.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard !blanks.isEmpty, line.dropFirst(blanks.count).first == UInt8(ascii: "\"") else { continue }
            return blanks.first == UInt8(ascii: "\t") ? "\t" : String(repeating: " ", count: min(blanks.count, 8))
        }
        return "  "
    }
}
