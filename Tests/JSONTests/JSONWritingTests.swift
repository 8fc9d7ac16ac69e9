import ALCFJSON
import TestSupport
import Testing

@Suite struct JSONWritingTests {
    @Test func writesTheFewestDigitsThatReadBackTheSame() throws {
        for number in [0.1, 4.78, 1e-7, .leastNonzeroMagnitude, 1.7976931348623157e308, -0.0, 1_767_225_600.482, 1e21] {
            let text = JSONValue.double(number).serialized()
            #expect(try JSONValue(parsing: text).double == number)
            #expect(text.utf8.count <= 24)
        }
        #expect(JSONValue.double(4.78).serialized() == "4.78")
        #expect(JSONValue.double(.nan).serialized() == "null")
        #expect(JSONValue(Double.infinity) == .null)
    }

    @Test func escapesWhatMustBe() throws {
        let text = "\"\\\n\r\t\u{0}\u{1F}\u{7F}/ü😀\u{2028}"
        let written = JSONValue.string(text).serialized()
        #expect(written == "\"\\\"\\\\\\n\\r\\t\\u0000\\u001f\\u007f/ü😀\u{2028}\"")
        #expect(try JSONValue(parsing: written).string == text)
    }

    @Test func nothingThatIsWrittenDrivesATerminal() throws {
        let unsafe =
            (UInt8(0x80)...0x9F).map { Unicode.Scalar($0) }
            + "\u{7F}\u{61C}\u{200E}\u{200F}\u{202A}\u{202E}\u{2066}\u{2069}".unicodeScalars
        for scalar in unsafe {
            let text = "é\(scalar)\u{301}‐あ"
            let written = JSONValue.string(text).serialized()
            #expect(!written.unicodeScalars.contains(scalar), "\(scalar.value)")
            #expect(try JSONValue(parsing: written).string?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        }
    }

    @Test func aLineIsTheTextOfTheSameObject() throws {
        func fill<Members: JSONMembers>(_ members: inout Members) {
            members.add("int", -5)
            members.add("no_int", Int?.none)
            members.add("real", 0.1)
            members.add("infinite", Double.infinity)
            members.add("text", "a \"b\"\n\u{1}ü")
            members.add("no_text", String?.none)
            members.add("truth", true)
            members.add("tree", ["x": [1, nil]])
        }
        var line = JSONLine()
        fill(&line)
        line.end()
        var object = JSONObject()
        fill(&object)
        #expect(line.bytes == JSONValue.object(object).serializedBytes() + [UInt8(ascii: "\n")])
        #expect(object.count == 8)
    }

    @Test func largeObjectsFindTheirMembersToo() {
        var object = JSONObject()
        for number in 0..<100 { object["k\(number)"] = .int(number) }
        for number in stride(from: 0, to: 100, by: 3) { object["k\(number)"] = nil }
        object["k1"] = "new"
        #expect(object.count == 66)
        #expect(object["k0"] == nil && object["k1"] == "new" && object["k98"] == 98)
        #expect(object.keys.first == "k1" && object.keys.last == "k98")
        let reversed = JSONObject(object.reversed().map { ($0.key, $0.value) })
        #expect(object == reversed && object.hashValue == reversed.hashValue)
        #expect(object != JSONObject(object.dropLast().map { ($0.key, $0.value) }))
    }

    @Test func laysOut() {
        let value: JSONValue = ["b": [1, 2], "a": [:], "c": []]
        #expect(value.serialized() == #"{"b":[1,2],"a":{},"c":[]}"#)
        #expect(value.serialized(.init(sortedKeys: true)) == #"{"a":{},"b":[1,2],"c":[]}"#)
        #expect(value.serialized(.pretty) == "{\n  \"b\": [\n    1,\n    2\n  ],\n  \"a\": {},\n  \"c\": []\n}")
    }

    @Test func readsBackWhatItWrote() throws {
        var generator = TestRandom()
        func random(_ depth: Int) -> JSONValue {
            switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
            case 0: .null
            case 1: .bool(.random(using: &generator))
            case 2: .int(.random(in: .min ... .max, using: &generator))
            case 3: .double(Double(bitPattern: .random(in: 0..<0x7FF0_0000_0000_0000, using: &generator)))
            case 4:
                .string(
                    String((0..<5).map { _ in Character(Unicode.Scalar(UInt8.random(in: 0...255, using: &generator))) })
                )
            case 5: .array((0..<3).map { _ in random(depth - 1) })
            default: .object(JSONObject((0..<3).map { ("k\($0)", random(depth - 1)) }))
            }
        }
        for _ in 0..<500 {
            let value = random(4)
            #expect(try JSONValue(parsing: value.serialized()) == value)
            #expect(try JSONValue(parsing: value.serialized(.pretty)) == value)
        }
    }

    @Test func objectsKeepTheirOrder() {
        var object: JSONObject = ["z": 1, "a": 2]
        object["m"] = 3
        object["z"] = 9
        #expect(object.keys == ["z", "a", "m"])
        object["a"] = nil
        #expect(object.keys == ["z", "m"])
        object.merge(["m": 0, "n": 1])
        #expect(JSONValue.object(object).serialized() == #"{"z":9,"m":0,"n":1}"#)
        #expect(object == ["n": 1, "m": 0, "z": 9])
    }
}
