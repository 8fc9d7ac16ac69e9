@testable import ALCFJSON
@testable import TestSupport

/// Makes inputs of a target's seeds. Each has its number, from which alone it follows.
struct Mutator {
    private let target: String
    private let seeds: [[UInt8]]
    private let words: [[UInt8]]
    /// Those of the seeds that are JSON.
    private let documents: [JSONValue]
    /// The longest input; one in some thousands is made this long, so that what grows too fast shows.
    private let longest: Int
    private let seed: UInt64

    /// - Parameters:
    ///   - longest: the longest input in bytes.
    ///   - seed: repeats all inputs.
    init(_ target: FuzzTarget, seeds: [[UInt8]], longest: Int = 1 << 20, seed: UInt64 = TestRandom.seed) {
        self.target = target.name
        self.seeds = seeds
        self.longest = longest
        self.seed = seed
        documents = seeds.compactMap { try? JSONValue(parsing: $0) }
        words = Self.always + target.words.map { Array($0.utf8) } + Self.words(in: seeds)
    }

    /// The input of this number.
    func input(_ number: Int) -> [UInt8] {
        var random = TestRandom("\(target) \(number)", seed: seed)
        var bytes = seeds.randomElement(using: &random) ?? []
        // Most changes of bytes make something else of JSON: half of the inputs stay what they are, with other values.
        if Bool.random(using: &random), let document = documents.randomElement(using: &random) {
            bytes = tree(document, &random).serializedBytes()
            if Bool.random(using: &random) { return bytes }
        }
        for _ in 0..<(1 << Int.random(in: 0...4, using: &random)) { change(&bytes, &random) }
        if random.oneIn(4096) { grow(&bytes, to: longest, &random) }
        return bytes.count > longest ? Array(bytes.prefix(longest)) : bytes
    }

    // MARK: Documents

    /// The document with some of its values replaced, removed, doubled, or put into one another.
    private func tree(_ document: JSONValue, _ random: inout TestRandom) -> JSONValue {
        var document = document
        for _ in 0..<(1 << Int.random(in: 0...3, using: &random)) { document = changed(document, &random, depth: 0) }
        return document
    }

    private func changed(_ value: JSONValue, _ random: inout TestRandom, depth: Int) -> JSONValue {
        guard depth < 60, !random.oneIn(6) else { return other(value, &random) }
        if var object = value.object, let member = Array(object).randomElement(using: &random) {
            switch Int.random(in: 0..<12, using: &random) {
            case 0: object[member.key] = nil
            case 1: object[text(&random)] = member.value
            default: object[member.key] = changed(member.value, &random, depth: depth + 1)
            }
            return .object(object)
        }
        if var array = value.array, let place = array.indices.randomElement(using: &random) {
            switch Int.random(in: 0..<12, using: &random) {
            case 0: array.remove(at: place)
            case 1: array += [JSONValue](repeating: array[place], count: 1 << Int.random(in: 0...6, using: &random))
            case 2: array.swapAt(place, array.startIndex)
            default: array[place] = changed(array[place], &random, depth: depth + 1)
            }
            return .array(array)
        }
        return other(value, &random)
    }

    private func other(_ value: JSONValue, _ random: inout TestRandom) -> JSONValue {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return (try? JSONValue(parsing: longNumber(&random))) ?? .int(-1)
        case 3: return .string(text(&random))
        case 4: return .array([value])
        case 5: return .object([text(&random): value])
        case 6: return documents.randomElement(using: &random) ?? .null
        default: return .string((value.string ?? "") + text(&random))
        }
    }

    private func text(_ random: inout TestRandom) -> String {
        String(decoding: words.randomElement(using: &random) ?? [], as: UTF8.self).filter { $0 != "\0" }
    }

    // MARK: Changes

    private func change(_ bytes: inout [UInt8], _ random: inout TestRandom) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<15, using: &random) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1 where place < bytes.count: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
        case 2: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
        case 3: bytes.removeSubrange(range(bytes, &random))
        case 4: bytes.insert(contentsOf: Array(bytes[range(bytes, &random)]), at: place)
        case 5: splice(&bytes, place, &random)
        case 6: bytes.removeSubrange(place...)
        case 7: bytes.replaceSubrange(word(in: bytes, near: place), with: words.randomElement(using: &random) ?? [])
        case 8: bytes.replaceSubrange(number(in: bytes, near: place), with: longNumber(&random))
        case 9: nest(&bytes, place, &random)
        case 10: bytes.insert(contentsOf: Self.notUTF8.randomElement(using: &random) ?? [], at: place)
        case 11: exchange(&bytes, &random)
        case 12: bytes.replaceSubrange(quoted(in: bytes, near: place), with: words.randomElement(using: &random) ?? [])
        case 13 where bytes.count < 8192: turnLineEnds(&bytes, &random)
        default: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [], at: place)
        }
    }

    private func splice(_ bytes: inout [UInt8], _ place: Int, _ random: inout TestRandom) {
        guard let other = seeds.randomElement(using: &random) else { return }
        if Bool.random(using: &random) {
            bytes.insert(contentsOf: Array(other[range(other, &random)]), at: place)
        } else {
            bytes.replaceSubrange(place..., with: other.suffix(Int.random(in: 0...other.count, using: &random)))
        }
    }

    private func exchange(_ bytes: inout [UInt8], _ random: inout TestRandom) {
        let (one, other) = (range(bytes, &random), range(bytes, &random))
        guard one.upperBound <= other.lowerBound else { return }
        let (first, second) = (Array(bytes[one]), Array(bytes[other]))
        bytes.replaceSubrange(other, with: first)
        bytes.replaceSubrange(one, with: second)
    }

    /// Puts something that has an end into itself many times, with or without its ends.
    private func nest(_ bytes: inout [UInt8], _ place: Int, _ random: inout TestRandom) {
        guard let (open, close) = Self.brackets.randomElement(using: &random) else { return }
        let depth = 1 << Int.random(in: 0...10, using: &random)
        let inner = range(bytes, &random)
        let end = random.oneIn(3) ? 0 : depth
        let tail = [[UInt8]](repeating: Array(close.utf8), count: end).flatMap { $0 }
        let head = [[UInt8]](repeating: Array(open.utf8), count: depth).flatMap { $0 }
        bytes.replaceSubrange(inner, with: head + bytes[inner] + tail)
    }

    private func turnLineEnds(_ bytes: inout [UInt8], _ random: inout TestRandom) {
        let end: [UInt8] = Bool.random(using: &random) ? [0x0D, 0x0A] : [0x0D]
        bytes = bytes.flatMap { $0 == 0x0A ? end : [$0] }
    }

    /// Repeats a part until the input is `size` long.
    private func grow(_ bytes: inout [UInt8], to size: Int, _ random: inout TestRandom) {
        let part = range(bytes, &random)
        let unit = Array(bytes[part])
        guard !unit.isEmpty, bytes.count < size else { return }
        let count = (size - bytes.count) / unit.count
        bytes.insert(contentsOf: [[UInt8]](repeating: unit, count: count).flatMap { $0 }, at: part.upperBound)
    }

    // MARK: Places

    /// A part of at most 64 bytes as a rule, else of any length.
    private func range(_ bytes: [UInt8], _ random: inout TestRandom) -> Range<Int> {
        let start = Int.random(in: 0...bytes.count, using: &random)
        let most = random.oneIn(4) ? bytes.count - start : min(64, bytes.count - start)
        return start..<start + Int.random(in: 0...most, using: &random)
    }

    private func run(_ bytes: [UInt8], near place: Int, where holds: (UInt8) -> Bool) -> Range<Int> {
        guard let start = bytes[place...].firstIndex(where: holds) else { return place..<place }
        return start..<(bytes[start...].firstIndex { !holds($0) } ?? bytes.count)
    }

    private func number(in bytes: [UInt8], near place: Int) -> Range<Int> {
        run(bytes, near: place) { (0x30...0x39).contains($0) || $0 == 0x2E }
    }

    private func word(in bytes: [UInt8], near place: Int) -> Range<Int> {
        run(bytes, near: place, where: Self.isLetter)
    }

    /// The text up to the quotation mark's other.
    private func quoted(in bytes: [UInt8], near place: Int) -> Range<Int> {
        let quote = UInt8(ascii: "\"")
        guard let start = bytes[place...].firstIndex(of: quote),
            let end = bytes[(start + 1)...].firstIndex(of: quote)
        else { return place..<place }
        return start..<end + 1
    }

    private func longNumber(_ random: inout TestRandom) -> [UInt8] {
        guard random.oneIn(4) else { return Array((Self.numbers.randomElement(using: &random) ?? "").utf8) }
        let digits = (0..<(1 << Int.random(in: 0...9, using: &random))).map { _ in
            UInt8.random(in: 0x30...0x39, using: &random)
        }
        return digits
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x5F
    }

    // MARK: Words

    /// Words and quoted texts of the seeds, each once.
    private static func words(in seeds: [[UInt8]]) -> [[UInt8]] {
        var found: Set<[UInt8]> = []
        for seed in seeds {
            for word in seed.split(whereSeparator: { !isLetter($0) }) where (3...40).contains(word.count) {
                found.insert(Array(word))
                if found.count < 400 { found.insert(Array("\"".utf8) + word + Array("\":".utf8)) }
            }
        }
        return found.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private static let numbers = [
        "0", "-0", "1", "-1", "0.1", "255", "256", "65536", "2147483647", "2147483648", "-2147483649", "4294967296",
        "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "18446744073709551616", "1e18", "1e19", "1e308", "-1e308", "1e309", "4.9e-324",
        "1e-400", "0.30000000000000004", "NaN", "Infinity", "-Infinity", "1e", "+1", "00", "0x10", "1.", ".5",
    ]
    private static let always: [[UInt8]] =
        (numbers + [
            "null", "true", "false", "\"\"", "{}", "[]", "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "\\u0000",
            "\\ud83d", "\\ude00", "\\n", "\n", "\r", "\r\n", "\n\n", "\t", " ", "\0", "\u{1B}[", "\u{7F}", "\u{85}",
            "\u{FEFF}", "\u{202E}", "\u{2028}", "\u{300}", "é", "e\u{301}", "漢", "\u{1F469}\u{200D}\u{1F52C}",
            "\u{10FFFF}",
            "\u{FFFD}", "=", "#", "//", "/*", "*/", "%", "%00", "&", "|", "`", "*", "-", "_", "~",
        ]).map { Array($0.utf8) }
    private static let notUTF8: [[UInt8]] = [
        [0x80], [0xC0, 0xAF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80],
        [0xFE], [0xFF, 0xFE], [0xFE, 0xFF], [0x1F, 0x8B],
    ]
    private static let brackets = [
        ("[", "]"), ("{\"a\":", "}"), ("[{\"text\":", "}]"), ("(", ")"), ("{", "}"), ("> ", ""), ("- ", ""), ("*", "*"),
        ("**", "**"), ("`", "`"), ("[a](", ")"), ("\"", "\""), ("/*", "*/"), ("'", "'"), ("<", ">"),
        ("{\"content\":[", "]}"), ("{\"error\":", "}"),
    ]
}
