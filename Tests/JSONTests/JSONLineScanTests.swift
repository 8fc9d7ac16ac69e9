import TestSupport
import Testing

@testable import ALCFJSON

/// What is read from a line in place must be what a full parse says of it.
@Suite struct JSONLineScanTests {
    /// Numbers as people and programs write them, and such as are none.
    @Test func numbersAreThoseOfAFullParse() {
        var random = TestRandom()
        var texts = [
            "0", "-0", "-0.0", "0.1", "1e3", "1E-07", "1e+22", "1e23", "01", "1.", ".5", "-", "+1", "1e", "1e999",
            "1e-400",
            "123456789012345678", "1234567890123456789", "12345678901234567890", "9007199254740993", "0.1e-5",
            "2.2250738585072014e-308", "1.7976931348623157e308", "0.000000000000000000000000000000000000123",
        ]
        for _ in 0..<3_000 {
            let value = Double(bitPattern: random.next())
            let small = Double(Int.random(in: 0..<1 << 50, using: &random)) / 1e9
            texts += ["\(value)", "\(small)", "\(small * 1.1)", "\(Int(truncatingIfNeeded: random.next()))"]
            var digits = (0..<Int.random(in: 1...24, using: &random)).map { _ in
                Int.random(in: 0...9, using: &random).description
            }
            if random.oneIn(2) { digits.insert(".", at: Int.random(in: 0...digits.count, using: &random)) }
            if random.oneIn(3) { digits.append("e\(Int.random(in: -30...30, using: &random))") }
            texts.append(digits.joined())
        }
        for text in texts {
            let parsed = try? JSONValue(parsing: "[\(text)]")[0]
            var line = JSONLineScan(Array("\(text)}".utf8))
            if let value = try? line.double() {
                #expect(value.bitPattern == parsed?.double?.bitPattern, "\(text)")
                #expect(line.position == text.utf8.count)
            }
            line.position = 0
            if let value = try? line.int() { #expect(parsed == .int(value), "\(text)") }
            line.position = 0
            if line.skip() { #expect(parsed != nil, "\(text)") }
        }
    }

    @Test func commonNumbersAreNotIrregular() throws {
        for text in ["0", "17", "-3", "0.25", "1.560925662", "5e-06", "0.002771698999999961", "1795797941.028486"] {
            var line = JSONLineScan(Array("\(text),".utf8))
            #expect(try line.double() == Double(text))
        }
    }

    /// Strings of any characters as the writer escapes them, and mutated.
    @Test func stringsAreThoseOfAFullParse() throws {
        var random = TestRandom()
        for turn in 0..<2_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...100, using: &random) {
                let most: UInt32 = random.oneIn(3) ? 0x10FFFF : random.oneIn(3) ? 0x2100 : 0x7F
                if let scalar = Unicode.Scalar(UInt32.random(in: 0...most, using: &random)) {
                    text.unicodeScalars.append(scalar)
                }
            }
            var bytes = JSONValue.string(text).serializedBytes()
            let isMutated = turn % 2 == 1
            if isMutated {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            var line = JSONLineScan(bytes + [UInt8(ascii: "}")])
            guard let value = try? line.string() else {
                // Only what needs a pair of escapes, or is no string, is irregular.
                #expect(isMutated)
                continue
            }
            let parsed = try? JSONValue(parsing: Array(bytes[..<line.position])).string
            #expect(parsed.map { Array($0.utf8) } == Array(value.utf8))
        }
    }

    /// A line that is mutated is read as before, or as a full parse reads it, or not at all.
    @Test func linesAreThoseOfAFullParse() throws {
        var random = TestRandom()
        let text =
            #"{"type":"x","a":12,"b":null,"c":0.5,"d":"a name that is long","e":true,"f":{"g":1,"h":2.5,"i":[3]}}"#
            + "\n"
        var taken = 0
        for turn in 0..<20_000 {
            var bytes = Array(text.utf8)
            if turn > 0 {
                let place = Int.random(in: bytes.indices, using: &random)
                let other = Array(text.utf8).randomElement(using: &random) ?? 0
                if random.oneIn(3) { bytes.remove(at: place) } else { bytes[place] = other }
            }
            guard let found = try? object(bytes) else { continue }
            taken += 1
            let parsed = try? JSONValue(parsing: bytes)
            #expect(parsed?.object == found, "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(taken > 1_000)
    }

    private func object(_ bytes: [UInt8]) throws -> JSONObject {
        var line = JSONLineScan(bytes)
        var found = JSONObject()
        try line.open()
        guard line.take(key: "type") else { throw JSONLineScan.Irregular() }
        found["type"] = .string(try line.string())
        if line.take(key: "a") { found["a"] = .int(try line.int()) }
        if line.take(key: "b") { found["b"] = line.null() ? .null : .int(try line.int()) }
        if line.take(key: "c") { found["c"] = .double(try line.double()) }
        if line.take(key: "d") { found["d"] = .string(try line.string()) }
        if line.take(key: "e") { found["e"] = .bool(try line.bool()) }
        if line.take(key: "f") { found["f"] = .object(try line.object()) }
        try line.close()
        return found
    }

    /// Portions may end anywhere.
    @Test func portionsAreJoined() throws {
        let text = Array(#"{"a":1}"#.utf8) + [0x0A]
        for cut in 0...text.count {
            var line = JSONLineScan()
            line.append(text[..<cut])
            #expect((line.lineEnd != nil) == (cut == text.count))
            line.append(text[cut...])
            try line.open()
            #expect(line.take(key: "a") && !line.take(key: "b"))
            #expect(try line.int() == 1)
            try line.close()
            #expect(line.position == line.bytes.count)
        }
    }
}
