import ALCFJSON
import Testing

@Suite struct JSONParsingTests {
    @Test func keepsOrderKindsAndUnknownFields() throws {
        let value = try JSONValue(parsing: #"{"b":1,"a":1.0,"c":[true,null,"x\u0000y","ü\ud83d\ude00"],"d":{}}"#)
        #expect(value.object?.keys == ["b", "a", "c", "d"])
        #expect(value["b"] == .int(1))
        #expect(value["a"] == .double(1))
        #expect(value["c"]?[2]?.string == "x\0y")
        #expect(value["c"]?[3]?.string == "ü😀")
        #expect(value["c"]?[9] == nil)
        #expect(value["d"] == .object([:]))
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":}", "nul", "1 2", "\"\\x\"", "\"\\ud800\"", "01", "[1e999]",
        "99999999999999999999",
        "{\"a\":1}x", "'a'",
    ])
    func refusesWhatIsNotJSON(text: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.code == .syntax)
        #expect(error?.message.contains("line") == true)
    }

    @Test func refusesInvalidUTF8AndDepth() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 100_000)) }
        #expect(throws: Never.self) {
            try JSONValue(parsing: String(repeating: "[", count: 64) + String(repeating: "]", count: 64))
        }
    }

    @Test func takesAMarkAndNamesAnotherEncoding() throws {
        #expect(try JSONValue(parsing: "\u{FEFF}{\"a\":1}")["a"] == 1)
        #expect(throws: JSONError.self) { try JSONValue(parsing: "\u{FEFF}") }
        #expect(throws: JSONError.self) { try JSONValue(parsing: "\u{FEFF}\u{FEFF}{}") }
        for bytes: [UInt8] in [[0xFF, 0xFE, 0x7B, 0, 0x7D, 0], [0, 0x7B, 0, 0x7D]] {
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
            #expect(error?.message.contains("UTF-16") == true)
        }
    }

    @Test func doesNotQuoteTheTextNearAnError() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: #"{"access_token": "AgSECRET" "x"}"#) }
        #expect(error?.description.contains("AgSECRET") == false)
    }

    @Test func tellsDuplicates() throws {
        let text = #"{"a":1,"a":2}"#
        #expect(try JSONValue(parsing: text)["a"] == 2)
        #expect(throws: JSONError.self) { try JSONValue(parsing: text, rejectDuplicates: true) }
    }

    @Test func namesThePathOfWhatIsWrong() throws {
        struct Choice: JSONDecodable {
            let index: Int
            init(json: JSONValue) throws(JSONError) { index = try json.require("index") }
        }
        struct Answer: JSONDecodable {
            let choices: [Choice]
            init(json: JSONValue) throws(JSONError) { choices = try json.require("choices") }
        }
        func message(_ text: String) throws -> String? {
            let value = try JSONValue(parsing: text)
            return #expect(throws: JSONError.self) { try Answer(json: value) }?.description
        }
        #expect(
            try message(#"{"choices":[{"index":0},{"index":"x"}]}"#)
                == "choices[1].index: must be an integer, and is string")
        #expect(try message(#"{"choices":null}"#) == "choices: must be there, and is not")
        #expect(try message("[]") == "choices: must be there, and is not")
    }

    @Test func isLenientAboutNumbers() throws {
        #expect(JSONValue.double(3).int == 3)
        #expect(JSONValue.double(3.5).int == nil)
        #expect(JSONValue.double(1e300).int == nil)
        #expect(JSONValue.int(3).double == 3)
        #expect(JSONValue.string("3").int == nil)
        let value: JSONValue = ["a": nil]
        #expect(try value.optional("a", as: Int.self) == nil)
        #expect(throws: JSONError.self) { try value.require("a", as: Int.self) }
    }
}
