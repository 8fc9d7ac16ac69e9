/// Header fields as they came. Names compare without regard to case.
///
/// They are kept as they are on the wire, and parsed on demand: most of them are never asked for.
public struct HTTPHeaders: Sendable {
    /// One field a line, as `name: value`, each ended by LF.
    private var lines: [UInt8]

    /// These fields.
    public init(_ fields: [(name: String, value: String)] = []) {
        lines = Array(fields.map { "\($0.name): \($0.value)\n" }.joined().utf8)
    }

    /// - Parameter lines: one field a line, ended by LF or CRLF.
    init(lines: [UInt8]) { self.lines = lines }

    /// Name and value, in the order they came.
    public var fields: [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        forEach { name, value in
            fields.append((String(decoding: lines[name], as: UTF8.self), String(decoding: lines[value], as: UTF8.self)))
            return true
        }
        return fields
    }

    /// The value of the first field of that name.
    public subscript(name: String) -> String? {
        var found: String?
        forEach { field, value in
            guard field.count == name.utf8.count, isEqual(lines[field], name.utf8) else { return true }
            found = String(decoding: lines[value], as: UTF8.self)
            return false
        }
        return found
    }

    /// Calls `body` with the places of each name and value until it returns false. Lines without a colon are no fields.
    private func forEach(_ body: (Range<Int>, Range<Int>) -> Bool) {
        var start = 0
        while start < lines.count {
            var colon: Int?
            var end = start
            while end < lines.count, lines[end] != UInt8(ascii: "\n") {
                if colon == nil, lines[end] == UInt8(ascii: ":") { colon = end }
                end += 1
            }
            if let colon, !body(trimmed(start..<colon), trimmed(colon + 1..<end)) { return }
            start = end + 1
        }
    }

    /// Without blanks, tabs and line ends on both sides.
    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isBlank(lines[start]) { start += 1 }
        while start < end, isBlank(lines[end - 1]) { end -= 1 }
        return start..<end
    }

    private func isEqual(_ left: ArraySlice<UInt8>, _ right: String.UTF8View) -> Bool {
        func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
        return left.elementsEqual(right) { lower($0) == lower($1) }
    }
}
