import ALCFJSON

/// A value of a JSON text with comments, and its place.
struct JSONCNode: Sendable {
    /// From its first byte up to behind its last.
    var range: Range<Int>
    var kind: Kind

    indirect enum Kind: Sendable {
        case object([Member])
        case array([JSONCNode])
        case scalar
    }

    struct Member: Sendable {
        var key: String
        /// Place of the key with its quotation marks.
        var keyRange: Range<Int>
        var value: JSONCNode
        /// Place of the comma behind it.
        var comma: Int?
    }

    /// Members of an object; nil for anything else.
    var members: [Member]? {
        if case .object(let members) = kind { members } else { nil }
    }

    /// Returns the value without its comments. A number beyond the range of the machine's is its text.
    func value(in bytes: [UInt8]) -> JSONValue {
        switch kind {
        case .object(let members): .object(JSONObject(members.map { ($0.key, $0.value.value(in: bytes)) }))
        case .array(let elements): .array(elements.map { $0.value(in: bytes) })
        case .scalar:
            (try? JSONValue(parsing: Array(bytes[range]))) ?? .string(String(decoding: bytes[range], as: UTF8.self))
        }
    }
}
