import ALCFJSON
import Testing

@Suite struct JSONLimitsTests {
    private static let small = JSONLimits(bytes: 100, values: 10, depth: 4)

    @Test(arguments: [
        "[[[[1]]]]", "[1,2,3,4,5,6,7,8]", #"{"a":1,"b":{"c":[2]}}"#,
        // What stands in a text is no structure, whatever is escaped there.
        #""[[[[[[[[,,,,,,,,,,,,\"[[[[[\\""#, #"{"a\"[[[[[":"{{{{{{{,,,,,,,,,,,"}"#,
    ])
    func whatFitsIsRead(text: String) throws { _ = try JSONValue(parsing: text, limits: Self.small) }

    @Test(arguments: [
        ("[[[[[1]]]]]", "is nested more than 4 deep"), ("[1,2,3,4,5,6,7,8,9,10]", "holds more than 10 values"),
        (#"{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10}"#, "holds more than 10 values"),
        ("[" + String(repeating: " ", count: 100) + "]", "is longer than 100 bytes"),
    ])
    func whatIsTooMuchIsRefusedBeforeItIsRead(text: String, reason: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text, limits: Self.small) }
        #expect(error?.code == .tooLarge && error?.message == reason)
    }

    @Test func anAnswerOfManyMembersIsRefused() {
        let keys = (0..<JSONLimits.answer.values).map { "\"k\($0)\":1" }.joined(separator: ",")
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "{\(keys)}") }
        #expect(error?.code == .tooLarge)
    }

    @Test func roomForVectorsGrowsWithTheirNumberAndEnds() {
        #expect(JSONLimits.vectors(1).values == JSONLimits.answer.values + 16_384)
        #expect(JSONLimits.vectors(64).values > 64 * 4096)
        #expect(JSONLimits.vectors(.max) == JSONLimits.vectors(2048))
        #expect(JSONLimits.vectors(.min).bytes > 0)
    }
}
