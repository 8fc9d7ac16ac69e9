import ALCFJSON

/// Parser of JSON with comments and with commas behind last members, as editors write settings.
struct JSONCParser {
    private let bytes: [UInt8]
    private var place = 0
    private static let deepest = 128

    /// Returns the value of a text; nil where it holds blanks and comments only.
    static func root(of bytes: [UInt8]) throws(SettingsFault) -> JSONCNode? {
        try SettingsFault.checkEncoding(bytes)
        var parser = JSONCParser(bytes: bytes)
        if bytes.starts(with: EditedText.mark) { parser.place = EditedText.mark.count }
        try parser.skipBlanks()
        guard parser.place < bytes.count else { return nil }
        let root = try parser.value(depth: 0)
        try parser.skipBlanks()
        guard parser.place == bytes.count else { throw parser.fault("there is something behind the end of the value") }
        return root
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    private func fault(_ reason: String, at offset: Int? = nil) -> SettingsFault {
        SettingsFault(reason, at: offset ?? place, in: bytes)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard byte == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    /// Returns the place behind blanks and comments.
    ///
    /// - Parameter line: whether to stay on the line, a comment of several lines apart.
    static func afterBlanks(
        _ bytes: [UInt8], from start: Int, onLine line: Bool = false
    ) throws(SettingsFault) -> Int {
        var parser = JSONCParser(bytes: bytes)
        parser.place = start
        try parser.skipBlanks(onLine: line)
        return parser.place
    }

    private mutating func skipBlanks(onLine: Bool = false) throws(SettingsFault) {
        while let byte {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if onLine { return }
                place += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"): place += 1
            case UInt8(ascii: "/"): try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(SettingsFault) {
        let start = place
        switch place + 1 < bytes.count ? bytes[place + 1] : 0 {
        case UInt8(ascii: "/"):
            while let byte, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") { place += 1 }
        case UInt8(ascii: "*"):
            place += 2
            while !(byte == UInt8(ascii: "*") && place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "/")) {
                guard byte != nil else { throw fault("this comment has no end", at: start) }
                place += 1
            }
            place += 2
        default: throw fault("a value is expected")
        }
    }

    private mutating func value(depth: Int) throws(SettingsFault) -> JSONCNode {
        guard depth < Self.deepest else { throw fault("it is nested too deeply") }
        let start = place
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): _ = try string()
        case nil: throw fault("the file ends where a value is expected")
        default: try word()
        }
        return JSONCNode(range: start..<place, kind: .scalar)
    }

    private mutating func object(depth: Int) throws(SettingsFault) -> JSONCNode {
        let start = place
        place += 1
        var members: [JSONCNode.Member] = []
        while true {
            try skipBlanks()
            if take("}") { return JSONCNode(range: start..<place, kind: .object(members)) }
            guard byte != nil else { throw fault("this object has no end", at: start) }
            if let last = members.last, last.comma == nil { throw fault("a comma or '}' is expected") }
            guard byte == UInt8(ascii: "\"") else { throw fault("a name in double quotation marks is expected") }
            let keyStart = place
            let key = try string()
            let keyEnd = place
            // A record of the edit is kept as JSON, whose reader takes no such name.
            guard !key.utf8.contains(0) else { throw fault("a name with a NUL character", at: keyStart) }
            try skipBlanks()
            guard take(":") else { throw fault("':' is expected") }
            try skipBlanks()
            let value = try value(depth: depth + 1)
            try skipBlanks()
            let comma = place
            members.append(
                JSONCNode.Member(
                    key: key, keyRange: keyStart..<keyEnd, value: value, comma: take(",") ? comma : nil))
        }
    }

    private mutating func array(depth: Int) throws(SettingsFault) -> JSONCNode {
        let start = place
        place += 1
        var elements: [JSONCNode] = []
        var needsComma = false
        while true {
            try skipBlanks()
            if take("]") { return JSONCNode(range: start..<place, kind: .array(elements)) }
            guard byte != nil else { throw fault("this array has no end", at: start) }
            if needsComma { throw fault("a comma or ']' is expected") }
            elements.append(try value(depth: depth + 1))
            try skipBlanks()
            needsComma = !take(",")
        }
    }

    private mutating func string() throws(SettingsFault) -> String {
        let start = place
        place += 1
        while let byte, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else {
                throw fault(byte == 0x0A || byte == 0x0D ? "this string has no end on its line" : "a control character")
            }
            place = min(place + (byte == UInt8(ascii: "\\") ? 2 : 1), bytes.count)
        }
        guard byte != nil else { throw fault("this string has no end", at: start) }
        place += 1
        guard let text = try? JSONValue(parsing: Array(bytes[start..<place])).string else {
            throw fault("this string has a wrong escape", at: start)
        }
        return text
    }

    private mutating func word() throws(SettingsFault) {
        let start = place
        while let byte, !" \t\r\n,]}/:\"{[".utf8.contains(byte) { place += 1 }
        let word = Array(bytes[start..<place])
        // Its range apart, jansson knows what a number is: digits alone show the same form.
        let isNumber = word.first.map { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) } == true
        let isJSON = (try? JSONValue(parsing: word)) != nil
        let isLongInteger =
            isNumber && word.count > 18 && word.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
        guard isJSON || isLongInteger else { throw fault("a value is expected", at: start) }
    }
}
