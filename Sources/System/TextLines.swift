/// The lines of a text file. A line ends at LF, CR or CR LF and nowhere else: a character that only looks like a line's
/// end, such as U+2028, is part of a text.
package enum TextLines {
    /// Returns the lines without their ends. The last is empty where the text ends with a line's end.
    package static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var (start, index) = (0, 0)
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == 0x0A || byte == 0x0D else {
                index += 1
                continue
            }
            lines.append(bytes[start..<index])
            index += byte == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
            start = index
        }
        lines.append(bytes[start...])
        return lines
    }

    /// Returns the lines of a text that are not empty.
    package static func filled(_ text: String) -> [String] {
        split(Array(text.utf8)).filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
    }
}
