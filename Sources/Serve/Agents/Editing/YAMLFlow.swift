/// Values of YAML in quotation marks or brackets, which may go over several lines.
enum YAMLFlow {
    /// Returns the place behind a value; nil where it has no end.
    ///
    /// - Parameters:
    ///   - line: bytes of the line that it begins on.
    ///   - value: its text on that line.
    static func end(in bytes: [UInt8], from line: Range<Int>, value: String) -> Int? {
        let head = Array(value.utf8)
        // The colon is behind the key, which may hold the same text.
        guard let start = line.reversed().first(where: { bytes[$0...].starts(with: head) }) else { return nil }
        var place = start
        var depth = 0
        repeat {
            guard place < bytes.count else { return nil }
            switch bytes[place] {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard depth == 0 || !isInWord(bytes, place) else {
                    place += 1
                    continue
                }
                guard let end = quotedEnd(bytes, place) else { return nil }
                place = end
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "#") where place > start && " \t\n".utf8.contains(bytes[place - 1]):
                while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
                continue
            default: break
            }
            place += 1
        } while depth > 0
        return place
    }

    /// Returns whether a quotation mark is part of a word, as in `don't`.
    private static func isInWord(_ bytes: [UInt8], _ place: Int) -> Bool {
        place > 0 && !" \t\r\n,[{:".utf8.contains(bytes[place - 1])
    }

    private static func quotedEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
        let mark = bytes[start]
        var place = start + 1
        while place < bytes.count {
            if bytes[place] == mark {
                // Two single ones are one of the text.
                guard mark == UInt8(ascii: "'"), place + 1 < bytes.count, bytes[place + 1] == mark else {
                    return place + 1
                }
                place += 1
            } else if bytes[place] == UInt8(ascii: "\\"), mark == UInt8(ascii: "\"") {
                place += 1
            }
            place += 1
        }
        return nil
    }
}
