import ALCFSystem

/// The first place at which bytes are not UTF-8, and what they look like instead.
struct UTF8Fault {
    /// From 1.
    let line: Int
    let byte: UInt8
    /// Whether the bytes end in the middle of a character.
    let isCut: Bool
    private let bytes: [UInt8]

    /// Nil for UTF-8.
    init?(_ bytes: [UInt8]) {
        guard let place = Self.firstFault(bytes) else { return nil }
        line = bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1
        byte = bytes[place]
        isCut = bytes.count - place < 4 && Self.isBeginning(bytes[place...])
        self.bytes = bytes
    }

    var sentence: String {
        isCut
            ? "it ends in the middle of a character"
            : "line \(line) holds the byte 0x\(String(byte, radix: 16, uppercase: true))"
    }

    /// - Parameters:
    ///   - path: the file; nil for standard input.
    ///   - use: how text is handed over.
    func remedy(path: String?, use: String) -> String {
        if isCut { return "It was cut off: take whole lines or characters, as 'head -n' does." }
        let file = path.map(\.shellQuoted) ?? "FILE"
        guard let guess else {
            return "It may be in an older encoding, such as Shift_JIS or GB18030: "
                + "iconv -f SHIFT_JIS -t UTF-8 \(file) | \(use)"
        }
        return "It looks like \(guess.shown): iconv -f \(guess.name) -t UTF-8 \(file) | \(use)"
    }

    /// Western European text has single letters beyond ASCII among many within.
    private var guess: (shown: String, name: String)? {
        let high = bytes.count { $0 >= 0x80 }
        var runs = 0
        for (index, byte) in bytes.enumerated() where byte >= 0x80 && (index == 0 || bytes[index - 1] < 0x80) {
            runs += 1
        }
        guard high <= runs + runs / 2, high * 3 <= bytes.count * 2 else { return nil }
        let isWindows = bytes.contains { (0x80..<0xA0).contains($0) }
        return isWindows ? ("Windows-1252", "WINDOWS-1252") : ("Latin-1", "ISO-8859-1")
    }

    private static func firstFault(_ bytes: [UInt8]) -> Int? {
        var place = 0
        while place < bytes.count {
            let length = length(bytes[place...])
            if length == 0 { return place }
            place += length
        }
        return nil
    }

    /// The length of the character that the bytes begin with; 0 for none (table 3-7 of the Unicode standard).
    private static func length(_ bytes: ArraySlice<UInt8>) -> Int {
        guard let first = bytes.first, let (count, second) = form(first) else { return 0 }
        guard count > 1 else { return 1 }
        let rest = bytes.dropFirst().prefix(count - 1)
        guard rest.count == count - 1, second.contains(rest[rest.startIndex]),
            rest.dropFirst().allSatisfy({ (0x80...0xBF).contains($0) })
        else { return 0 }
        return count
    }

    /// Returns the number of bytes of a character that begins with `first`, and the range of its second byte.
    private static func form(_ first: UInt8) -> (Int, ClosedRange<UInt8>)? {
        switch first {
        case 0x00...0x7F: (1, 0x80...0xBF)
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        default: nil
        }
    }

    /// Whether the bytes are the beginning of a character, and nothing else.
    private static func isBeginning(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, let (count, second) = form(first), bytes.count < count else { return false }
        let rest = bytes.dropFirst()
        return rest.first.map { second.contains($0) } ?? true
            && rest.dropFirst().allSatisfy { (0x80...0xBF).contains($0) }
    }
}
