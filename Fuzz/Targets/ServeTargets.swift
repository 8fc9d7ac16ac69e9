@testable import ALCFClient
@testable import ALCFCrypto
@testable import ALCFHTTP
@testable import ALCFJSON
@testable import ALCFServe
@testable import ALCFSystem

extension FuzzTarget {
    /// Requests of local clients, and answers in their words.
    static let serve = [responsesRequest, messagesRequest, chatBody, clientRequest, translatedStream]

    static let responsesRequest = request("responses-request", ResponsesTranslation.self)
    static let messagesRequest = request("messages-request", MessagesTranslation.self)

    private static let circumstances = TranslationCircumstances(
        model: "gpt-oss-120b", modalities: ["text", "image"], efforts: ["low", "medium", "high"], time: 1_767_225_600.5,
        id: "0123456789abcdef")

    /// A request is refused with words, or becomes one for chat completions, which is answered.
    private static func request<T: ChatTranslation>(_ name: String, _: T.Type) -> FuzzTarget {
        FuzzTarget(name, words: requestWords, tried: 100) { bytes in
            guard let object = (try? JSONValue(parsing: bytes))?.object else { return }
            do throws(ServedError) { _ = try TokenEstimate.answer(object) } catch {
                try demand(!error.message.isEmpty, "a refusal without words")
            }
            var translation: T
            do throws(ServedError) { translation = try T(object, circumstances) } catch {
                try demand(!error.message.isEmpty && error.parameter != nil, "a refusal without words or a place")
                return
            }
            let body = JSONValue.object(translation.chatBody)
            try demandEqual(try JSONValue(parsing: body.serializedBytes()), body, "the body written and read")
            try demand(body["messages"]?.array != nil, "a body without messages")
            try play(&translation, Array(answer.utf8))
        }
    }

    /// Events that a stream becomes are events of JSON, the last of them an end.
    private static func play<T: ChatTranslation>(_ translation: inout T, _ stream: [UInt8]) throws {
        var parser = ChatStreamParser(answers: 1)
        var events = translation.begin()
        for event in parser.receive(HTTPFragment(time: MonotonicTime(nanoseconds: 1), bytes: stream)) {
            events += translation.receive(event.chunk)
        }
        let (last, failure) = parser.finish()
        if let last { events += translation.receive(last.chunk) }
        events += failure.map { translation.fail(ServedError($0)) } ?? translation.finish()
        var reader = ServerSentEventParser()
        let read = try reader.feed(EventText.bytes(events), at: MonotonicTime(nanoseconds: 1))
        try demandEqual(read.count, events.count, "number of events written and read")
        for (one, other) in zip(read, events) {
            try demandEqual(try JSONValue(parsing: one.data), other.data, "an event written and read")
        }
    }

    private static let answer = """
        data: {"choices":[{"index":0,"delta":{"reasoning":"Hm."}}]}

        data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}}]}

        data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}

        data: [DONE]


        """

    private static let requestWords = [
        #""input":"#, #""messages":"#, #""role":"user""#, #""type":"input_text""#, #""type":"tool_result""#,
        #""type":"thinking""#,
        #""type":"image""#, #""type":"function_call_output""#, #""tools":[{"#, #""input_schema":{}"#,
        #""tool_choice":"#, #""stream":true"#,
        #""max_tokens":9"#, #""data:image/png;base64,iVBORw0KGgo=""#, #""encrypted_content":"alcf1.bHM""#,
        #""text":{"format":{"#,
    ]

    /// Cleaned twice, a body is as cleaned once.
    static let chatBody = FuzzTarget("chat-body", words: requestWords) { bytes in
        guard let object = (try? JSONValue(parsing: bytes))?.object else { return }
        for dialect in [Dialect.chat, .completions, .responses, .messages] {
            let cleaned = ChatBodyCleaning(object, for: dialect, efforts: ["low", "high"])
            let again = ChatBodyCleaning(cleaned.body, for: dialect, efforts: ["low", "high"])
            try demandEqual(again.body, cleaned.body, "cleaned twice")
            try demand(cleaned.isChanged || cleaned.body == object, "changed without saying so")
        }
        guard let completion = try? ChatCompletion(.object(object)) else { return }
        var responses = try ResponsesTranslation(["input": "Hi"], circumstances)
        var messages = try MessagesTranslation(
            ["max_tokens": 9, "messages": [["role": "user", "content": "Hi"]]], circumstances)
        for json in [responses.answer(completion), messages.answer(completion)] {
            try demandEqual(try JSONValue(parsing: json.serializedBytes()), json, "an answer written and read")
        }
    }

    static let translatedStream = FuzzTarget("translated-stream", words: eventWords + chunkWords, tried: 100) { bytes in
        var responses = try ResponsesTranslation(["input": "Hi"], circumstances)
        try play(&responses, bytes)
        var messages = try MessagesTranslation(
            ["max_tokens": 9, "messages": [["role": "user", "content": "Hi"]]], circumstances)
        try play(&messages, bytes)
    }

    /// The request line and the fields, one on each line.
    static let clientRequest = FuzzTarget(
        "client-request", words: ["/v1/models", "?key=", "%2e%2e", "+", "&", "bearer ", "127.0.0.1", "localhost"]
    ) { bytes in
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        let fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            return (name: parts.first ?? "", value: parts.count > 1 ? parts[1] : "")
        }
        let request = ClientRequest("GET", target: lines.first ?? "/", headers: fields, body: bytes)
        let guardian = RequestGuard(key: LocalKey(Secret("alcf-local-secret")))
        let refusal = guardian.refusal(of: request, needsKey: true)
        try demand(refusal != nil || lines.contains { $0.contains("alcf-local-secret") }, "let in without the key")
    }
}
