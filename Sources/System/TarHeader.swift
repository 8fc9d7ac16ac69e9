/// The head of a file in a tar archive: 512 bytes, as POSIX.1-2017 has them under `pax`, "ustar Interchange Format".
struct TarHeader: Sendable, Hashable {
    /// Bytes of a head, and of each block of a file.
    static let block = 512
    private static let most = 0o777_7777_7777

    /// Path of the file.
    var name: String
    /// Bytes of the file.
    var size: Int
    /// When it was changed, in seconds since 1970.
    var time: Int
    /// The kind: `0` for a plain file, `5` for a folder.
    var kind: UInt8

    init(name: String, size: Int, time: Int, kind: UInt8 = UInt8(ascii: "0")) {
        self.name = name
        self.size = size
        self.time = time
        self.kind = kind
    }

    /// The 512 bytes; nil for a name that does not fit into 100 bytes, with up to 155 of its folders before it, and for
    /// a size of 8 GiB or more.
    var bytes: [UInt8]? {
        guard let (prefix, last) = split, (0...Self.most).contains(size) else { return nil }
        var bytes: [UInt8] = []
        func add(_ text: String, _ width: Int) {
            bytes += Array(text.utf8) + [UInt8](repeating: 0, count: width - text.utf8.count)
        }
        func add(_ number: Int, digits: Int) {
            let text = String(number, radix: 8)
            add(String(repeating: "0", count: digits - text.count) + text, digits + 1)
        }
        add(last, 100)
        add(0o644, digits: 7)
        add(0, digits: 7)
        add(0, digits: 7)
        add(size, digits: 11)
        add(min(max(0, time), Self.most), digits: 11)
        let place = bytes.count
        bytes += [UInt8](repeating: 0x20, count: 8)
        bytes.append(kind)
        add("", 100)
        add("ustar", 6)
        bytes += Array("00".utf8)
        add("", 64)
        add(0, digits: 7)
        add(0, digits: 7)
        add(prefix, 155)
        add("", 12)
        let sum = String(Self.sum(bytes[...]), radix: 8)
        let digits = String(repeating: "0", count: 6 - sum.count) + sum
        bytes.replaceSubrange(place..<place + 8, with: Array(digits.utf8) + [0, 0x20])
        return bytes
    }

    /// The name in two parts: up to 155 bytes of its folders, and up to 100 bytes of the rest.
    private var split: (String, String)? {
        if name.utf8.count <= 100 { return ("", name) }
        let slash = name.utf8.indices.first { index in
            name.utf8[index] == UInt8(ascii: "/") && name.utf8.distance(from: index, to: name.utf8.endIndex) <= 101
        }
        guard let slash, name.utf8.distance(from: name.utf8.startIndex, to: slash) <= 155 else { return nil }
        return (String(name[..<slash]), String(name[name.utf8.index(after: slash)...]))
    }

    /// Reads a head.
    ///
    /// - Throws: ``TarArchive/Fault``.
    init(_ bytes: ArraySlice<UInt8>) throws(TarArchive.Fault) {
        let start = bytes.startIndex
        func field(_ offset: Int, _ width: Int) -> ArraySlice<UInt8> { bytes[start + offset..<start + offset + width] }
        guard field(257, 5).elementsEqual("ustar".utf8), Self.number(field(148, 8)) == Self.sum(bytes) else {
            throw TarArchive.Fault("it is not a tar archive, or is damaged")
        }
        guard let size = Self.number(field(124, 12)), let time = Self.number(field(136, 12)) else {
            throw TarArchive.Fault("the size of a file is not in octal digits")
        }
        func text(_ field: ArraySlice<UInt8>) throws(TarArchive.Fault) -> String {
            let bytes = field.prefix { $0 != 0 }
            guard field.dropFirst(bytes.count).allSatisfy({ $0 == 0 }) else {
                throw TarArchive.Fault("something is hidden behind the name of a file")
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        // GNU's older form has other fields in the place of the prefix.
        let prefix = bytes[start + 263] == 0x20 ? "" : try text(field(345, 155))
        let last = try text(field(0, 100))
        self.init(
            name: prefix.isEmpty ? last : prefix + "/" + last, size: size, time: time, kind: bytes[start + 156])
    }

    /// The sum of a head's bytes, its own place counted as blanks.
    private static func sum(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.enumerated().reduce(0) { $0 + Int((148..<156).contains($1.offset) ? 0x20 : $1.element) }
    }

    /// The number in octal digits, with blanks before and a blank or NUL after them.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        let text = field.drop { $0 == 0x20 }
        let digits = text.prefix { (0x30...0x37).contains($0) }
        guard !digits.isEmpty, text.dropFirst(digits.count).allSatisfy({ $0 == 0 || $0 == 0x20 }) else { return nil }
        return digits.reduce(0) { $0 << 3 | Int($1 & 7) }
    }
}
