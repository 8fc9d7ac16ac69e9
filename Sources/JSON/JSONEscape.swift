/// The escapes within JSON's strings, read in place.
package enum JSONEscape {
    /// Appends the meaning of the escape whose backslash is at `index`, in UTF-8.
    ///
    /// - Returns: the place behind it; nil, with nothing appended, where it is cut off or none of JSON's, and for half
    ///   of a pair of surrogates: whether it has its other half is for a full parse to see.
    @inlinable
    package static func append(_ bytes: Span<UInt8>, at index: Int, to text: inout [UInt8]) -> Int? {
        guard index + 1 < bytes.count else { return nil }
        switch bytes[index + 1] {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case let byte where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "/"):
            text.append(byte)
        case UInt8(ascii: "u"):
            guard let unit = unit(bytes, at: index + 2), let scalar = Unicode.Scalar(unit) else { return nil }
            text.append(contentsOf: String(scalar).utf8)
            return index + 6
        default: return nil
        }
        return index + 2
    }

    /// Returns the number that the four hexadecimal digits at `start` are; nil where others stand there.
    @inlinable
    package static func unit(_ bytes: Span<UInt8>, at start: Int) -> UInt32? {
        guard start + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for place in start..<start + 4 {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "a")...UInt8(ascii: "f"):
                unit = unit << 4 | UInt32((byte | 0x20) - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return unit
    }
}
