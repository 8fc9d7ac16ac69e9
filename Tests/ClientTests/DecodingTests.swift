import ALCFClient
import ALCFJSON
import Testing

/// The caller's own types, from tool arguments and from answers.
@Suite struct DecodingTests {
    struct Plan: Decodable, Equatable {
        enum Kind: String, Decodable { case walk, ride }
        struct Step: Decodable, Equatable {
            let city: String
            let kilometres: Double
            let kind: Kind
            let days: UInt8?
        }
        let title: String
        let steps: [Step]
        let tags: [String: Int]
        let note: String?
        let pair: [[Int]]
    }

    static let whole = #"""
        {"title":"T","steps":[{"city":"Chicago","kilometres":3,"kind":"ride","days":2},{"city":"Lemont","kilometres":1.5,"kind":"walk","days":null}],
        "tags":{"a":1,"b":2.0},"pair":[[1,2],[]],"extra":{"x":[]}}
        """#

    @Test func aNestedType() throws {
        let plan = try ToolCall(id: "1", name: "plan", arguments: Self.whole).decodeArguments(as: Plan.self)
        #expect(plan.steps.map(\.city) == ["Chicago", "Lemont"])
        #expect(plan.steps.map(\.kilometres) == [3, 1.5])
        #expect(plan.steps.map(\.days) == [2, nil])
        #expect(plan.steps[0].kind == .ride)
        #expect(plan.tags == ["a": 1, "b": 2] && plan.note == nil && plan.pair == [[1, 2], []])
    }

    @Test(arguments: [
        (#""city":"Lemont","#, "", "steps[1].city must be there, and is not"),
        (#""kilometres":1.5"#, #""kilometres":"far""#, "steps[1].kilometres must be a number, and is string"),
        (#""days":2"#, #""days":256"#, "steps[0].days must fit UInt8, and does not"),
        (#""days":2"#, #""days":1.5"#, "steps[0].days must be an integer, and is number"),
        (#""title":"T""#, #""title":null"#, "title must be a string, and is null"),
        (#""b":2.0"#, #""b":true"#, "tags.b must be an integer, and is boolean"),
        (#"[1,2]"#, #"[1,"2"]"#, "pair[0][1] must be an integer, and is string"),
        (#""kind":"walk""#, #""kind":"fly""#, "steps[1].kind "),
        (#""tags":{"a":1,"b":2.0}"#, #""tags":[1]"#, "tags must be an object, and is array"),
    ])
    func errorsSayWhere(part: String, replacement: String, says: String) throws {
        let range = try #require(Self.whole.firstRange(of: part))
        let text = Self.whole.replacingCharacters(range, with: replacement)
        let error = #expect(throws: ClientError.self) {
            try ToolCall(id: "1", name: "plan", arguments: text).decodeArguments(as: Plan.self)
        }
        #expect(error?.code == .malformed)
        #expect(error?.message.hasPrefix("the arguments of plan: \(says)") == true, "\(error?.message ?? "")")
    }

    @Test func argumentsThatAreNone() throws {
        struct Nothing: Decodable {}
        _ = try ToolCall(id: "1", name: "f", arguments: " ").decodeArguments(as: Nothing.self)
        let error = #expect(throws: ClientError.self) {
            try ToolCall(id: "1", name: "f", arguments: #"{"a":"#).decodeArguments(as: Nothing.self)
        }
        #expect(error?.message.contains("not JSON") == true)
    }

    private func answer(_ content: String, finish: String = "stop") throws -> ChatCompletion {
        try ChatCompletion([
            "choices": [["message": ["content": .string(content)], "finish_reason": .string(finish)]]
        ])
    }

    @Test(arguments: [#"{"a":1}"#, " {\"a\":1}\n", "```json\n{\"a\":1}\n```", "```\n{\"a\":1}```\n"])
    func anAnswer(content: String) throws {
        struct Value: Decodable { let a: Int }
        #expect(try answer(content).decode(as: Value.self).a == 1)
    }

    @Test func answersThatDoNotFit() throws {
        struct Value: Decodable { let a: Int }
        #expect(throws: ClientError.self) { try answer("Sure! {\"a\":1}").decode(as: Value.self) }
        let cut = #expect(throws: ClientError.self) { try answer("{\"a\":", finish: "length").decode(as: Value.self) }
        #expect(cut?.code == .truncated && cut?.isRetryable == false)
        let none = #expect(throws: ClientError.self) { try ChatCompletion(["choices": []]).decode(as: Value.self) }
        #expect(none?.code == .empty)
    }

    /// Classes, containers by hand, and keys by number.
    @Test func theRestOfTheProtocol() throws {
        class Base: Decodable { let a: Int }
        final class Derived: Base {
            let b: String
            let first: Int
            let rest: [Bool]
            private enum Keys: String, CodingKey { case b, list }
            required init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Keys.self)
                b = try container.decode(String.self, forKey: .b)
                var list = try container.nestedUnkeyedContainer(forKey: .list)
                first = try list.decode(Int.self)
                #expect(try list.decodeNil())
                var rest: [Bool] = []
                while !list.isAtEnd { rest.append(try list.decode(Bool.self)) }
                self.rest = rest
                #expect(throws: DecodingError.self) { try list.decode(Bool.self) }
                try super.init(from: decoder)
            }
        }
        let value = try JSONValueDecoder().decode(
            Derived.self, from: ["a": 1, "b": "x", "list": [7, nil, true, false]])
        #expect(value.a == 1 && value.b == "x" && value.first == 7 && value.rest == [true, false])
        #expect(try JSONValueDecoder().decode([Int: String].self, from: ["5": "x"]) == [5: "x"])
        #expect(try JSONValueDecoder().decode(Float.self, from: 2) == 2)
        #expect(try JSONValueDecoder().decode(Int64?.self, from: nil) == nil)
    }
}

extension String {
    fileprivate func replacingCharacters(_ range: Range<String.Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
