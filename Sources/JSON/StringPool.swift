/// Strings that come again and again, as names do in the lines of a record: each is in memory once.
struct StringPool {
    private var slots = [String](repeating: "", count: Self.size)

    private static let size = 1 << 12
    /// Strings of at most so many bytes take no memory of their own.
    private static let inline = 15
    /// Longer ones are texts, which are all different.
    private static let longest = 80

    /// Returns a string; nil where the bytes are not UTF-8.
    mutating func string(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.count > Self.inline, bytes.count <= Self.longest else {
            return String(validating: bytes, as: UTF8.self)
        }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let slot = Int(truncatingIfNeeded: hash >> 32) & (Self.size - 1)
        if Self.areSame(slots[slot], bytes) { return slots[slot] }
        guard let string = String(validating: bytes, as: UTF8.self) else { return nil }
        slots[slot] = string
        return string
    }

    private static func areSame(_ string: String, _ bytes: ArraySlice<UInt8>) -> Bool {
        guard string.utf8.count == bytes.count else { return false }
        return string.utf8.elementsEqual(bytes)
    }
}
