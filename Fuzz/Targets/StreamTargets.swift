@testable import ALCFClient
@testable import ALCFHTTP
@testable import ALCFJSON
@testable import ALCFLoad
@testable import ALCFServe
@testable import ALCFSystem

extension FuzzTarget {
    /// Streams of events: however they are torn, they say the same.
    static let streams = [events, chunkScan, chatStream, responsesStream, nativeStream, streamedDocument]

    static let events = FuzzTarget("events", words: eventWords) { bytes in
        for limit in [64, 4 << 20] {
            let whole = try? Events(pieces: [bytes], limit: limit)
            let torn = try? Events(pieces: Pieces.of(bytes), limit: limit)
            try demandEqual(torn, whole, "events of the torn stream and of the whole, none beyond \(limit) bytes")
        }
    }

    private struct Events: Equatable {
        var events: [ServerSentEvent] = []
        var stray: [UInt8] = []

        init(pieces: [[UInt8]], limit: Int) throws {
            var parser = ServerSentEventParser(limit: limit)
            for piece in pieces { events += try parser.feed(piece, at: MonotonicTime(nanoseconds: 1)) }
            if let last = parser.finish() { events.append(last) }
            stray = parser.stray
        }
    }

    /// The scan in place may decline to answer, but never answer otherwise than the full parse.
    static let chunkScan = FuzzTarget("chunk-scan", words: chunkWords) { bytes in
        var position = 0
        guard let scan = try? ChunkScan(bytes.span, &position), position == bytes.count else { return }
        guard let json = try? JSONValue(parsing: bytes) else {
            throw Broken(description: "the scan took what is not JSON")
        }
        func part(_ range: Range<Int>) -> String? {
            range.isEmpty ? nil : String(decoding: bytes[range], as: UTF8.self)
        }
        let chunk = ChatChunk(json)
        try demand(json.object != nil && ClientError(streamed: json) == nil, "an error was taken for a chunk")
        for choice in json["choices"]?.array ?? [] {
            try demand(AnswerVerdict.failure(ofChoice: choice, isService: true) == nil, "a failed choice was taken")
        }
        try demand(!chunk.choices.isEmpty || chunk.usage != nil, "a chunk with nothing in it was taken")
        try demand(chunk.choices.allSatisfy { $0.refusal == nil }, "a refusal was passed over")
        try demandEqual(scan.hasContent || scan.hasReasoning, chunk.hasOutput, "hasOutput")
        try demandEqual(scan.hasContent, chunk.choices.contains { !($0.content ?? "").isEmpty }, "hasContent")
        try demandEqual(scan.hasReasoning, chunk.choices.contains { !($0.reasoning ?? "").isEmpty }, "hasReasoning")
        try demandEqual(scan.seen, chunk.choices.reduce(UInt64(0)) { $0 | 1 << UInt64($1.index) }, "seen")
        let finished = chunk.choices.filter { $0.finishReason != nil }
        try demandEqual(scan.finished, finished.reduce(UInt64(0)) { $0 | 1 << UInt64($1.index) }, "finished")
        try demandEqual(part(scan.finishReason), chunk.choices.first { $0.index == 0 }?.finishReason, "finish reason")
        try demandEqual(part(scan.model), chunk.model.flatMap { $0.isEmpty ? nil : $0 }, "model")
        try demandEqual(part(scan.fingerprint), chunk.fingerprint.flatMap { $0.isEmpty ? nil : $0 }, "fingerprint")
        let usage = part(scan.usage).flatMap { try? JSONValue(parsing: $0) }
        try demandEqual(Usage(usage), chunk.usage, "usage")
    }

    /// What is recorded at the socket is what the parser sees, and tearing changes neither text nor verdict.
    static let chatStream = FuzzTarget("chat-stream", words: eventWords + chunkWords) { bytes in
        let reads = Pieces.reads(bytes)
        let torn = ChatReading(reads)
        let whole = ChatReading([HTTPFragment(time: MonotonicTime(nanoseconds: 1), bytes: bytes)])
        try demandEqual(torn.content, whole.content, "text of the torn stream and of the whole")
        try demandEqual(torn.failure, whole.failure, "verdict on the torn stream and on the whole")
        try demandEqual(torn.recording.events, whole.recording.events, "number of chunks")
        var reader = ChatStreamReader(isService: true, keepsText: true)
        for read in reads { reader.receive(read.bytes.span, at: read.time) }
        let recorded = reader.finish(nil)
        let expected = torn.recording
        try demandEqual(recorded.failure.map { "\($0)" }, torn.failure, "verdicts of the reader and of the parser")
        let first = torn.answer.choices.first { $0.index == 0 }
        try demandEqual(recorded.text, first?.content ?? "", "texts of the reader and of the parser")
        try demandEqual(recorded.events, expected.events, "number of chunks of the reader and of the parser")
        try demandEqual(recorded.tokenEvents, expected.tokenEvents, "tokens of the reader and of the parser")
        try demandEqual(recorded.firstToken, expected.firstToken, "first tokens")
        try demandEqual(recorded.firstAnswer, expected.firstAnswer, "first tokens of the answer")
        try demandEqual(recorded.lastToken, expected.lastToken, "last tokens")
        try demandEqual(recorded.tokenOffsets, expected.tokenOffsets, "times of tokens")
        try demandEqual(recorded.finishReason, first?.finishReason, "finish reasons")
        try demandEqual(recorded.usage, torn.answer.usage, "usages")
        try demandEqual(recorded.model, torn.answer.model, "models")
    }

    private struct ChatReading {
        var answer = ChatAccumulator()
        var recording = ChatStreamRecording()
        var failure: String?
        var content: String { answer.content }

        init(_ reads: [HTTPFragment]) {
            var parser = ChatStreamParser(answers: 1)
            for read in reads { for event in parser.receive(read) { add(event) } }
            let (last, failure) = parser.finish()
            if let last { add(last) }
            self.failure = failure.map { "\($0)" }
        }

        private mutating func add(_ event: ChatStreamEvent) {
            answer.add(event.chunk)
            recording.note(
                at: event.time, read: event.readIndex, hasOutput: event.chunk.hasOutput,
                hasContent: event.chunk.choices.contains { $0.hasContent },
                hasReasoning: event.chunk.choices.contains { !($0.reasoning ?? "").isEmpty })
        }
    }

    static let responsesStream = FuzzTarget("responses-stream", words: eventWords) { bytes in
        func read(_ reads: [HTTPFragment]) -> ([JSONValue], String?) {
            var parser = ResponsesStreamParser()
            var events: [JSONValue] = []
            for read in reads { events += parser.receive(read).map(\.raw) }
            let (last, failure) = parser.finish()
            if let last { events.append(last.raw) }
            return (events, failure.map { "\($0)" })
        }
        let whole = read([HTTPFragment(time: MonotonicTime(nanoseconds: 1), bytes: bytes)])
        let torn = read(Pieces.reads(bytes))
        try demandEqual(torn.0, whole.0, "events of the torn stream and of the whole")
        try demandEqual(torn.1, whole.1, "verdict on the torn stream and on the whole")
    }

    /// Nothing follows a failure, and no failure passes.
    static let nativeStream = FuzzTarget("native-stream", words: eventWords) { bytes in
        var parser = ServerSentEventParser()
        guard let events = try? parser.feed(bytes, at: MonotonicTime(nanoseconds: 1)) else { return }
        for dialect in [Dialect.responses, .messages] {
            var watch = NativeStreamWatch(dialect)
            var hasFailed = false
            for event in events {
                switch watch.receive(name: event.name, data: event.data) {
                case .failed: hasFailed = true
                case .pass, .swallow: try demand(!hasFailed, "an event after a failure")
                }
            }
            var reader = ServerSentEventParser()
            let told = try reader.feed(EventText.bytes(watch.fail(.namelessCall)), at: MonotonicTime(nanoseconds: 1))
            try demand(told.allSatisfy { (try? JSONValue(parsing: $0.data)) != nil }, "an event that is not JSON")
            if let failure = watch.finish() { try demand(!failure.message.isEmpty, "a failure without words") }
        }
    }

    static let streamedDocument = FuzzTarget("completion", words: eventWords + chunkWords) { bytes in
        for type in ["application/json", "text/event-stream", ""] {
            let headers = HTTPHeaders([("Content-Type", type)])
            guard
                let json = try? StreamedDocument.read(bytes, headers, status: 200, isService: true, answers: 1),
                let completion = try? ChatCompletion(json)
            else { continue }
            _ = completion.failure()
            _ = (completion.content, completion.toolCalls, completion.message)
            try demandEqual(try JSONValue(parsing: json.serializedBytes()), json, "the document written and read")
        }
    }

    static let eventWords = [
        "data: ", "data:", "event: ", "event: error\n", "id: ", "retry: 3\n", ": ping\n", "\n\n", "\r\n\r\n", "\r\r",
        "\u{FEFF}",
        "[DONE]", "data: [DONE]\n\n", "error: ", "}\n\ndata: {",
    ]
    static let chunkWords = [
        #""choices":["#, #""delta":{"#, #""content":""#, #""reasoning":"x""#, #""finish_reason":"stop""#,
        #""finish_reason":"abort""#,
        #""index":1"#, #""index":64"#, #""usage":{}"#, #""tool_calls":[{}]"#, #""refusal":"no""#, #""message":{}"#,
        #""text":"a""#,
        #""error":null"#, #""object":"chat.completion.chunk""#, #""id":"chatcmpl-api""#, #""model":"a""#,
        #""system_fingerprint":"a""#,
    ]
}
