import ALCFJSON

/// Streams with calls, in the forms in which servers send them.
enum CallStreams {
    struct Call: Sendable {
        let name: String
        let input: JSONValue
    }

    struct Stream: Sendable, CustomStringConvertible {
        let description: String
        let text: String
        let calls: [Call]
    }

    private static let two = [
        Call(name: "get_weather", input: ["city": "Chicago"]), Call(name: "get_weather", input: ["city": "Paris"]),
    ]

    /// The pieces of two calls in turn, and a text before.
    static let interleaved = Stream(
        description: "interleaved",
        text: Dialogue.stream(
            [
                #"{"content":"Look"}"#, #"{"reasoning":"Hm."}"#, #"{"content":"ing – \ud83d\udc4b."}"#,
                #"{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"get_weather","arguments":""}}]}"#,
                #"{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}"#,
                #"{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"get_weather","arguments":"{\"ci"}}]}"#,
                #"{"tool_calls":[{"index":0,"function":{"arguments":"\"Chi"}},{"index":1,"function":{"arguments":"ty\":\"P"}}]}"#,
                #"{"tool_calls":[{"index":0,"function":{"arguments":"cago\"}"}}]}"#,
                #"{"tool_calls":[{"index":1,"function":{"arguments":"aris\"}"}}]}"#,
            ], finish: "tool_calls"), calls: two)

    private static func whole(_ index: String, _ id: String, _ city: String) -> String {
        #"{\#(index)\#(id)"type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"\#(city)\"}"}}"#
    }

    static let all = [
        interleaved,
        Stream(
            description: "one after the other",
            text: Dialogue.stream(
                [
                    #"{"tool_calls":[{"index":0,"id":"a","function":{"name":"get_weather","arguments":"{\"city\":"}}]}"#,
                    #"{"tool_calls":[{"index":0,"function":{"arguments":"\"Chicago\"}"}}]}"#,
                    #"{"tool_calls":[{"index":1,"id":"b","function":{"name":"get_weather","arguments":"{\"city\":\"Paris\"}"}}]}"#,
                ], finish: "tool_calls"), calls: two),
        Stream(
            description: "whole calls in one piece, without an index or an id",
            text: Dialogue.stream(
                [#"{"tool_calls":[\#(whole("", "", "Chicago")),\#(whole("", "", "Paris"))]}"#], finish: "tool_calls"),
            calls: two),
        Stream(
            description: "whole calls in pieces of their own, without an index or an id",
            text: Dialogue.stream(
                [
                    #"{"tool_calls":[\#(whole("", "", "Chicago"))]}"#, #"{"tool_calls":[\#(whole("", "", "Paris"))]}"#,
                ], finish: "tool_calls"), calls: two),
        Stream(
            description: "every call with the index 0",
            text: Dialogue.stream(
                [
                    #"{"tool_calls":[\#(whole(#""index":0,"#, #""id":"a","#, "Chicago"))]}"#,
                    #"{"tool_calls":[\#(whole(#""index":0,"#, #""id":"b","#, "Paris"))]}"#,
                ], finish: "tool_calls"), calls: two),
        Stream(
            description: "the id and the name in every piece",
            text: Dialogue.stream(
                [
                    #"{"tool_calls":[{"index":0,"id":"a","function":{"name":"get_weather","arguments":"{\"city\":"}}]}"#,
                    #"{"tool_calls":[{"index":0,"id":"a","function":{"name":"get_weather","arguments":"\"Chicago\"}"}}]}"#,
                    #"{"tool_calls":[{"index":1,"id":"b","function":{"name":"get_weather","arguments":"{\"city\":"}}]}"#,
                    #"{"tool_calls":[{"index":1,"id":"b","function":{"name":"get_weather","arguments":"\"Paris\"}"}}]}"#,
                ], finish: "tool_calls"), calls: two),
        Stream(
            description: "without arguments, the index null, the name late",
            text: Dialogue.stream(
                [
                    #"{"tool_calls":[{"index":null,"id":"a","function":{"arguments":""}}]}"#,
                    #"{"tool_calls":[{"index":null,"id":"a","function":{"name":"now"}}]}"#,
                    #"{"tool_calls":[{"index":null,"function":{"name":"here","arguments":""}}]}"#,
                ], finish: "tool_calls"),
            calls: [Call(name: "now", input: [:]), Call(name: "here", input: [:])]),
        Stream(
            description: "a text between",
            text: Dialogue.stream(
                [
                    #"{"tool_calls":[{"index":0,"id":"a","function":{"name":"get_weather","arguments":"{\"city\":"}}]}"#,
                    #"{"content":"and"}"#, #"{"tool_calls":[{"index":0,"function":{"arguments":"\"Chicago\"}"}}]}"#,
                    #"{"tool_calls":[{"index":1,"id":"b","function":{"name":"get_weather","arguments":"{\"city\":\"Paris\"}"}}]}"#,
                ], finish: "stop"), calls: two),
        Stream(
            description: "the older form",
            text: Dialogue.stream(
                [#"{"function_call":{"name":"get_weather","arguments":"{\"city\":\"Chicago\"}"}}"#],
                finish: "function_call"), calls: [two[0]]),
    ]
}
