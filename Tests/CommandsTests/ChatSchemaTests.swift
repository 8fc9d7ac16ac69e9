import ALCFJSON
import Testing

@testable import ALCFCommands

@Suite struct ChatSchemaTests {
    private static let schema = """
        {"type": "object", "required": ["city", "people"], "additionalProperties": false, "properties": {
          "city": {"type": "string"}, "people": {"type": "integer"}, "size": {"enum": ["small", "large", 3]},
          "area": {"type": ["number", "null"]},
          "parts": {"type": "array", "items": {"type": "object", "required": ["name"]}}}}
        """

    @Test(arguments: [
        (#"{"city": "Bern", "people": 134000}"#, nil), (#"{"city": "Bern", "people": 1.34e5, "area": null}"#, nil),
        (#"{"city": "Bern", "people": 1, "size": 3.0, "parts": [{"name": 1}]}"#, nil),
        ("[]", "the whole is array, not object"), (#"{"city": "Bern"}"#, "'people' is missing"),
        (#"{"city": 1, "people": 1}"#, "'city' is integer, not string"),
        (#"{"city": "x", "people": 1.5}"#, "'people' is number, not integer"),
        (#"{"city": "x", "people": 1, "area": "y"}"#, "'area' is string, not number or null"),
        (#"{"city": "x", "people": 1, "size": "tiny"}"#, "'size' is none of the values allowed"),
        (#"{"city": "x", "people": 1, "parts": [{"name": 1}, {}]}"#, "'parts[1].name' is missing"),
        (#"{"city": "x", "people": 1, "river": "Aare"}"#, "'river' is not in the schema"),
    ])
    func findsWhatDiffers(answer: String, violation: String?) throws {
        let schema = try JSONValue(parsing: Self.schema)
        #expect(SchemaCheck(try JSONValue(parsing: answer), schema: schema).violation == violation)
    }

    @Test func whatIsNotKnownIsNotHeldAgainstIt() throws {
        for schema in ["true", "{}", ##"{"$ref": "#/$defs/x"}"##, #"{"type": "strange", "minLength": 9}"#] {
            #expect(SchemaCheck("x", schema: try JSONValue(parsing: schema)).violation == nil)
        }
    }
}
