import ALCFHTTP

/// Events of the form in which every known server sends chunks: one `data: {…}` line and an empty one, ended by LF.
enum EventFrame {
    /// Reads the chunk of the event that begins at `position`, which is left behind its empty line.
    ///
    /// - Throws: `incomplete` where the bytes end within the event, `irregular` where it has another form.
    static func chunk(_ bytes: Span<UInt8>, _ position: inout Int) throws(ChunkScan.Failure) -> ChunkScan {
        let prefix: StaticString = "data: "
        guard position + prefix.utf8CodeUnitCount < bytes.count else { throw .incomplete }
        guard Scanner.hasPrefix(bytes, position..<position + prefix.utf8CodeUnitCount, prefix) else {
            throw .irregular
        }
        var index = position + prefix.utf8CodeUnitCount
        let scan = try ChunkScan(bytes, &index)
        guard index + 1 < bytes.count else { throw .incomplete }
        guard bytes[index] == UInt8(ascii: "\n"), bytes[index + 1] == UInt8(ascii: "\n") else { throw .irregular }
        position = index + 2
        return scan
    }

    /// Whether the event at `position` is the end marker in its usual form; then `position` is left behind it.
    static func isDone(_ bytes: Span<UInt8>, _ position: inout Int) -> Bool {
        guard bytes.holds(marker, at: position) else { return false }
        position += marker.count
        return true
    }

    private static let marker = Array("data: [DONE]\n\n".utf8)

    /// Returns the end of the event: behind the first two line feeds that follow each other; nil if it does not end.
    ///
    /// - Parameter last: the byte before `start`, where it belongs to the event.
    static func end(_ bytes: Span<UInt8>, from start: Int, after last: UInt8?) -> Int? {
        var before = last
        for index in start..<bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n"), before == UInt8(ascii: "\n") { return index + 1 }
            before = byte
        }
        return nil
    }
}
