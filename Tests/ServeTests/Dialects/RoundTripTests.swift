import ALCFJSON
import ALCFServe
import Testing

/// A conversation with two calls in parallel and their results, through each translation and back.
struct RoundTripTests {
    private static let chat: JSONValue = [
        ["role": "user", "content": "Compare the weather."],
        [
            "role": "assistant", "content": "Looking.", "reasoning": "Two cities.",
            "tool_calls": [
                [
                    "id": "call_a", "type": "function",
                    "function": ["name": "get_weather", "arguments": #"{"city":"Chicago"}"#],
                ],
                [
                    "id": "call_b", "type": "function",
                    "function": ["name": "get_weather", "arguments": #"{"city":"Paris"}"#],
                ],
            ],
        ],
        ["role": "tool", "tool_call_id": "call_a", "content": "3 °C"],
        ["role": "tool", "tool_call_id": "call_b", "content": "9 °C"],
    ]

    /// The model's turn, its calls' pieces in turn.
    private static let stream = Dialogue.stream(
        [
            #"{"reasoning":"Two "}"#, #"{"reasoning":"cities."}"#, #"{"content":"Look"}"#, #"{"content":"ing."}"#,
            #"{"tool_calls":[{"index":0,"id":"call_a","function":{"name":"get_weather","arguments":"{\"city\":"}}]}"#,
            #"{"tool_calls":[{"index":1,"id":"call_b","function":{"name":"get_weather","arguments":"{\"city\":"}}]}"#,
            #"{"tool_calls":[{"index":1,"function":{"arguments":"\"Paris\"}"}}]}"#,
            #"{"tool_calls":[{"index":0,"function":{"arguments":"\"Chicago\"}"}}]}"#,
        ], finish: "tool_calls")

    private static let completion =
        #"{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"content":"Looking.","reasoning":"Two cities.","tool_calls":[{"id":"call_a","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Chicago\"}"}},{"id":"call_b","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Paris\"}"}}]}}]}"#

    @Test(arguments: [true, false])
    func messages(isStreamed: Bool) throws {
        let question: JSONValue = ["role": "user", "content": "Compare the weather."]
        func request(_ messages: JSONValue) -> String {
            #"{"max_tokens":9,"thinking":{"type":"adaptive"},"tools":[{"name":"get_weather","input_schema":{}}],"messages":\#(messages.serialized())}"#
        }
        var first = try Dialogue.translation(MessagesTranslation.self, request([question]))
        let message =
            isStreamed
            ? try MessagesReading(Dialogue.events(&first, Self.stream)).message
            : try Dialogue.answer(&first, Self.completion)
        // As a client does it: the answer's content, and the results of its calls.
        let content = try #require(message["content"])
        let results = (content.array ?? []).filter { $0["type"] == "tool_use" }.map { call -> JSONValue in
            ["type": "tool_result", "tool_use_id": call["id"] ?? .null, "content": Self.result(call["input"])]
        }
        let second = try Dialogue.translation(
            MessagesTranslation.self,
            request([
                question, ["role": "assistant", "content": content], ["role": "user", "content": .array(results)],
            ]))
        #expect(second.chatBody["messages"] == Self.chat)
    }

    @Test(arguments: [true, false])
    func responses(isStreamed: Bool) throws {
        let question: JSONValue = ["role": "user", "content": "Compare the weather."]
        func request(_ input: JSONValue) -> String {
            #"{"store":false,"tools":[{"type":"function","name":"get_weather","parameters":{}}],"input":\#(input.serialized())}"#
        }
        var first = try Dialogue.translation(ResponsesTranslation.self, request([question]))
        let response =
            isStreamed
            ? try ResponsesReading(Dialogue.events(&first, Self.stream)).response
            : try Dialogue.answer(&first, Self.completion)
        let output = try #require(response["output"]?.array)
        let results = try output.filter { $0["type"] == "function_call" }.map { call -> JSONValue in
            let arguments = try JSONValue(parsing: call["arguments"]?.string ?? "")
            return [
                "type": "function_call_output", "call_id": call["call_id"] ?? .null, "output": Self.result(arguments),
            ]
        }
        let second = try Dialogue.translation(
            ResponsesTranslation.self, request(.array([question] + output + results)))
        #expect(second.chatBody["messages"] == Self.chat)
    }

    private static func result(_ input: JSONValue?) -> JSONValue { input?["city"] == "Chicago" ? "3 °C" : "9 °C" }
}
