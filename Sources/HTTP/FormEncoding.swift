/// `application/x-www-form-urlencoded`, for query strings and OAuth bodies.
public enum FormEncoding {
    /// `a=1&b=x+y`: unreserved characters as they are, a blank as `+`, every other byte of UTF-8 as `%XX`.
    public static func encode(_ pairs: [(String, String)]) -> String {
        pairs.map { encode($0.0) + "=" + encode($0.1) }.joined(separator: "&")
    }

    /// The pairs of an encoded text; escapes that are none are kept as they stand.
    public static func decode(_ text: String) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decode(component: parts[0]), parts.count > 1 ? decode(component: parts[1]) : "")
        }
    }

    /// The text with `%XX` decoded, and `+` as it is.
    static func percentDecoded(_ text: String) -> String {
        decode(
            component: Substring(text.split(separator: "+", omittingEmptySubsequences: false).joined(separator: "%2B")))
    }

    private static func encode(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.append(byte)
            case UInt8(ascii: " "): out.append(UInt8(ascii: "+"))
            default: out.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func decode(component text: Substring) -> String {
        var out: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): out.append(UInt8(ascii: " "))
            case UInt8(ascii: "%") where bytes.count >= 2:
                guard let value = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16) else {
                    out.append(byte)
                    continue
                }
                out.append(value)
                bytes = bytes.dropFirst(2)
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
