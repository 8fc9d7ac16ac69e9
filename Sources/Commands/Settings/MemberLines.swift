import ALCFJSON

/// The lines on which the members of a JSON document stand, for messages about them.
struct MemberLines: Sendable {
    private var lines: [[String]: Int] = [:]
    private var bytes: [UInt8]
    private var index = 0
    private var line = 1

    /// Looks through a document that was found to be JSON, within its limits of depth.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        value(at: [])
        self.bytes = []
    }

    /// The line of a member's name; nil where there is no such member.
    subscript(path: [String]) -> Int? { lines[path] }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func advance() {
        if current == UInt8(ascii: "\n") { line += 1 }
        index += 1
    }

    /// Passes what stands between values.
    private mutating func skip() {
        while let byte = current, byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") { advance() }
    }

    private mutating func value(at path: [String]) {
        skip()
        switch current {
        case UInt8(ascii: "{"):
            advance()
            skip()
            while let byte = current, byte != UInt8(ascii: "}") {
                let place = line
                guard byte == UInt8(ascii: "\""), let name = text() else { return }
                if lines[path + [name]] == nil { lines[path + [name]] = place }
                value(at: path + [name])
                skip()
            }
            advance()
        case UInt8(ascii: "["):
            advance()
            skip()
            while let byte = current, byte != UInt8(ascii: "]") {
                let start = index
                value(at: path + ["[]"])
                // A bracket that closes nothing is no value.
                guard index > start else { return }
                skip()
            }
            advance()
        case UInt8(ascii: "\""): _ = text()
        default:
            while let byte = current, byte > 0x20, !",]}".utf8.contains(byte) { advance() }
        }
    }

    /// Reads a text in quotation marks; nil where it has no end.
    private mutating func text() -> String? {
        let start = index
        advance()
        while let byte = current, byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\") { advance() }
            advance()
        }
        guard current != nil else { return nil }
        advance()
        return (try? JSONValue(parsing: Array(bytes[start..<index])))?.string
    }
}
