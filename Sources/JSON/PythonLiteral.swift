/// A Python value as `repr` writes it, as in `{'a': None, 'b': [1, 2.5, "it's"]}`: the gateway's batch results, and
/// cells of a CSV that pandas wrote.
///
/// Tuples, sets and NumPy's arrays become arrays, also as `str` writes the last, without commas; keys that are no
/// strings become their text. Anything else is refused, an array that NumPy shortened by `...` too.
package struct PythonLiteral {
    /// The value that is all of `text`; nil where it is none.
    package static func parse(_ text: String) -> JSONValue? {
        var parser = PythonLiteral(rest: Array(text.utf8)[...])
        guard let value = parser.value(depth: 0) else { return nil }
        parser.skipBlanks()
        // `? value : nil` would be JSON's null.
        guard parser.rest.isEmpty else { return nil }
        return value
    }

    private static let deepest = 64
    private var rest: ArraySlice<UInt8>

    private init(rest: ArraySlice<UInt8>) { self.rest = rest }

    private mutating func value(depth: Int) -> JSONValue? {
        guard depth < Self.deepest else { return nil }
        skipBlanks()
        switch rest.first {
        case UInt8(ascii: "{"): return braces(depth: depth)
        case UInt8(ascii: "["): return list(until: UInt8(ascii: "]"), depth: depth)
        case UInt8(ascii: "("): return list(until: UInt8(ascii: ")"), depth: depth)
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return string()
        default:
            if [UInt8(ascii: "b"), UInt8(ascii: "u")].contains(rest.first), let quote = rest.dropFirst().first,
                "'\"".utf8.contains(quote)
            {
                rest.removeFirst()
                return string()
            }
            return word(depth: depth)
        }
    }

    private mutating func braces(depth: Int) -> JSONValue? {
        rest.removeFirst()
        if take("}") { return .object(JSONObject()) }
        var object = JSONObject()
        var elements: [JSONValue] = []
        repeat {
            if take("}") { return elements.isEmpty ? .object(object) : .array(elements) }
            guard let key = value(depth: depth + 1) else { return nil }
            guard take(":") else {
                elements.append(key)
                continue
            }
            let name = key.string ?? key.serialized()
            // JSON's reader takes no name with a NUL in it.
            guard !name.utf8.contains(0), let value = value(depth: depth + 1) else { return nil }
            object[name] = value
        } while take(",")
        guard take("}"), elements.isEmpty || object.isEmpty else { return nil }
        return elements.isEmpty ? .object(object) : .array(elements)
    }

    private mutating func list(until end: UInt8, depth: Int) -> JSONValue? {
        rest.removeFirst()
        var elements: [JSONValue] = []
        while !take(end) {
            guard let element = value(depth: depth + 1) else { return nil }
            elements.append(element)
            // NumPy's `str` has blanks alone between elements.
            let isApart = rest.first.map(Self.isBlank) ?? false
            guard take(UInt8(ascii: ",")) || rest.first == end || (isApart && end == UInt8(ascii: "]")) else {
                return nil
            }
        }
        return .array(elements)
    }

    /// `array([…], dtype=object)`, `np.str_('…')` and the like: the first argument.
    private mutating func call(_ name: String, depth: Int) -> JSONValue? {
        guard Self.functions.contains(name) || name.hasPrefix("np.") || name.hasPrefix("numpy."), take("("),
            let first = value(depth: depth + 1)
        else { return nil }
        while take(",") {
            if take(")") { return first }
            // A keyword's name and its value.
            skipBlanks()
            rest = rest.drop { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ")") }
            guard take("="), skipArgument(depth: depth) else { return nil }
        }
        return take(")") ? first : nil
    }

    private static let functions: Set = ["array", "list", "tuple", "set", "frozenset"]

    /// `object`, `'<U14'`, `dtype('O')`, `(0, 3)`.
    private mutating func skipArgument(depth: Int) -> Bool {
        skipBlanks()
        if let first = rest.first, "'\"([".utf8.contains(first) { return value(depth: depth + 1) != nil }
        let letters = rest.prefix { !", \t\r\n()".utf8.contains($0) }
        rest = rest[letters.endIndex...]
        guard !letters.isEmpty else { return false }
        guard rest.first == UInt8(ascii: "(") else { return true }
        rest.removeFirst()
        return string() != nil && take(")")
    }

    private mutating func string() -> JSONValue? {
        guard let quote = rest.popFirst() else { return nil }
        var out: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == quote { return .string(String(decoding: out, as: UTF8.self)) }
            guard byte == UInt8(ascii: "\\") else {
                out.append(byte)
                continue
            }
            guard let escape = rest.popFirst(), let text = unescape(escape) else { return nil }
            out.append(contentsOf: text)
        }
        return nil
    }

    private mutating func unescape(_ escape: UInt8) -> [UInt8]? {
        switch escape {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "x"): return scalar(digits: 2)
        case UInt8(ascii: "u"): return scalar(digits: 4)
        case UInt8(ascii: "U"): return scalar(digits: 8)
        default: return [escape]
        }
    }

    private mutating func scalar(digits: Int) -> [UInt8]? {
        let text = String(decoding: rest.prefix(digits), as: UTF8.self)
        rest = rest.dropFirst(digits)
        return UInt32(text, radix: 16).flatMap(Unicode.Scalar.init).map { Array(String(Character($0)).utf8) }
    }

    private mutating func word(depth: Int) -> JSONValue? {
        let letters = rest.prefix { byte in
            !", \t\r\n:]}()".utf8.contains(byte)
        }
        rest = rest[letters.endIndex...]
        let word = String(decoding: letters, as: UTF8.self)
        if rest.first == UInt8(ascii: "(") { return call(word, depth: depth) }
        switch word {
        case "None": return .null
        case "True": return true
        case "False": return false
        // JSON has no infinity and no NaN, however they are spelt.
        default: return Int(word).map { .int($0) } ?? Double(word).map { JSONValue(Optional($0)) }
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool { take(UInt8(ascii: character)) }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func skipBlanks() { rest = rest.drop(while: Self.isBlank) }

    private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
