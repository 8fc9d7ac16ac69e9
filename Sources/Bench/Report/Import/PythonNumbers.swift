/// Numbers that Python's `json` writes and JSON has not: `NaN`, `Infinity` and `-Infinity`.
enum PythonNumbers {
    private static let words = ["NaN", "Infinity", "-Infinity"].map { Array($0.utf8) }

    /// The same document with `null` in their place. Texts stay as they are.
    static func withoutNaN(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        // Where what is not yet copied begins, and where the scan is.
        var (start, index, isText) = (0, 0, false)
        while index < bytes.count {
            let byte = bytes[index]
            if isText {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == UInt8(ascii: "\"") { isText = false }
            } else if byte == UInt8(ascii: "\"") {
                isText = true
            } else if let word = words.first(where: { $0[0] == byte && bytes[index...].starts(with: $0) }) {
                result += bytes[start..<index] + Array("null".utf8)
                index += word.count
                start = index
                continue
            }
            index += 1
        }
        return start == 0 ? bytes : result + bytes[start...]
    }
}
