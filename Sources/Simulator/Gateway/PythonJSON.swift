import ALCFJSON

/// JSON as Python's `json.dumps` lays it out, which is how the gateway's own bodies look on the wire: a blank after
/// each comma and colon, and ASCII only.
enum PythonJSON {
    static func bytes(_ value: JSONValue) -> [UInt8] { Array(text(value).utf8) }

    static func text(_ value: JSONValue) -> String {
        switch value {
        case .array(let values): "[" + values.map(text).joined(separator: ", ") + "]"
        case .object(let object):
            "{" + object.map { quoted($0.key) + ": " + text($0.value) }.joined(separator: ", ") + "}"
        case .string(let string): quoted(string)
        default: value.serialized()
        }
    }

    private static func quoted(_ string: String) -> String {
        var out = "\""
        for unit in string.utf16 {
            switch unit {
            case 0x22: out += "\\\""
            case 0x5C: out += "\\\\"
            case 0x0A: out += "\\n"
            case 0x0D: out += "\\r"
            case 0x09: out += "\\t"
            case 0x20..<0x7F: out.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return out + "\""
    }
}
