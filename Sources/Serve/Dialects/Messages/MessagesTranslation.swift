package import ALCFClient
package import ALCFJSON

/// Anthropic's Messages API over chat completions.
package struct MessagesTranslation: ChatTranslation {
    /// The body for chat completions, without `model`.
    package let chatBody: JSONObject
    /// Changes that lose nothing.
    package private(set) var notes: [String]
    private let request: MessagesRequest
    private let circumstances: TranslationCircumstances
    private var reader: AnswerReader
    private var blocks = AnswerBlocks()
    /// Chunks of reasoning that the client is not shown.
    private var hidden = 0

    /// - Throws: ``ServedError`` with the name of the first thing that cannot be translated.
    package init(_ request: JSONObject, _ circumstances: TranslationCircumstances) throws(ServedError) {
        self.request = try MessagesRequest(request, circumstances)
        self.circumstances = circumstances
        chatBody = self.request.body
        notes = self.request.notes
        reader = AnswerReader(id: circumstances.id)
    }

    /// A call without a name, which no client can make.
    package var fault: ServedError? { reader.hasNamelessCall ? .namelessCall : nil }

    /// Returns the head of the message. There are no counts of tokens yet.
    package mutating func begin() -> [ServedEvent] {
        var message = head
        message["content"] = []
        message["stop_reason"] = .null
        message["stop_sequence"] = .null
        message["usage"] = MessagesUsage.none
        return [event("message_start", ["message": .object(message)])]
    }

    /// Returns the events that a chunk completes.
    package mutating func receive(_ chunk: ChatChunk) -> [ServedEvent] {
        reader.read(chunk).flatMap { take($0) }
    }

    /// Returns the ends of the open block and of the message.
    package mutating func finish() -> [ServedEvent] {
        if reader.hasNamelessCall { return fail(.namelessCall) }
        let ends = blocks.finish().flatMap { events($0) }
        noteHidden()
        return ends + [
            event(
                "message_delta",
                [
                    "delta": ["stop_reason": .string(stop.reason), "stop_sequence": JSONValue(stop.sequence)],
                    "usage": usage(),
                ]),
            event("message_stop", [:]),
        ]
    }

    /// Returns the error, or the ends of an answer that is one in this API: a refusal, or one that was cut before it
    /// began.
    package mutating func fail(_ error: ServedError) -> [ServedEvent] {
        reader.isAnswer(error) ? finish() : error.events(in: .messages, requestID: "req_" + circumstances.id)
    }

    /// Returns the whole message.
    package mutating func answer(_ completion: ChatCompletion) -> JSONValue {
        for piece in reader.read(completion) {
            if isShown(piece) { _ = blocks.add(piece.kind, piece.text) } else { hidden += 1 }
        }
        noteHidden()
        var message = head
        message["content"] = .array(blocks.blocks.map { content($0, isWhole: true) })
        message["stop_reason"] = .string(stop.reason)
        message["stop_sequence"] = JSONValue(stop.sequence)
        message["usage"] = usage()
        return .object(message)
    }

    private var head: JSONObject {
        [
            "id": .string("msg_" + circumstances.id), "type": "message", "role": "assistant",
            "model": .string(circumstances.model),
        ]
    }

    private func isShown(_ piece: AnswerReader.Piece) -> Bool { piece.kind != .reasoning || request.thinking != .none }

    private mutating func take(_ piece: AnswerReader.Piece) -> [ServedEvent] {
        guard isShown(piece) else {
            hidden += 1
            // A client that waits sees that something happens.
            return hidden % 16 == 1 ? [event("ping", [:])] : []
        }
        let sent = blocks.add(piece.kind, piece.text).flatMap { events($0) }
        guard sent.isEmpty, piece.kind == .reasoning else { return sent }
        hidden += 1
        return hidden % 16 == 1 ? [event("ping", [:])] : []
    }

    private func events(_ step: AnswerBlocks.Step) -> [ServedEvent] {
        switch step {
        case .begin(let index):
            let block = content(blocks.blocks[index], isWhole: false)
            return [event("content_block_start", ["index": .int(index), "content_block": block])]
        case .piece(let index, let text, _):
            let delta: JSONValue
            switch blocks.blocks[index].kind {
            case .reasoning where request.thinking == .opaque: return []
            case .reasoning: delta = ["type": "thinking_delta", "thinking": .string(text)]
            case .text, .refusal: delta = ["type": "text_delta", "text": .string(text)]
            case .call: delta = ["type": "input_json_delta", "partial_json": .string(text)]
            }
            return [event("content_block_delta", ["index": .int(index), "delta": delta])]
        case .end(let index):
            let end = event("content_block_stop", ["index": .int(index)])
            guard blocks.blocks[index].kind == .reasoning else { return [end] }
            let delta: JSONValue = ["type": "signature_delta", "signature": .string(signature(blocks.blocks[index]))]
            return [event("content_block_delta", ["index": .int(index), "delta": delta]), end]
        }
    }

    /// Returns a block of the message, without its text where that comes in pieces.
    private func content(_ block: AnswerBlocks.Block, isWhole: Bool) -> JSONValue {
        switch block.kind {
        case .reasoning:
            let isShown = isWhole && request.thinking == .shown
            return [
                "type": "thinking", "thinking": .string(isShown ? block.text : ""),
                "signature": .string(isWhole ? signature(block) : ""),
            ]
        case .text, .refusal: return ["type": "text", "text": .string(isWhole ? block.text : "")]
        case .call(_, let id, let name):
            return [
                "type": "tool_use", "id": .string(id), "name": .string(name),
                "input": .object(isWhole ? MessagesStop.input(block.text) : [:]),
            ]
        }
    }

    /// Returns the text that a client sends back with a block of thinking. It holds what the client is not shown.
    private func signature(_ block: AnswerBlocks.Block) -> String {
        OpaqueReasoning.encode(request.thinking == .opaque ? block.text : "")
    }

    /// Notes an answer that is empty for the client alone.
    private mutating func noteHidden() {
        guard hidden > 0, blocks.blocks.isEmpty else { return }
        notes.append("the answer is reasoning alone, which the client did not ask to be shown")
    }

    private var stop: (reason: String, sequence: String?) { MessagesStop.reason(reader, among: request.stopSequences) }

    private mutating func usage() -> JSONValue {
        if let note = MessagesUsage.note(reader.usage) { notes.append(note) }
        return MessagesUsage.json(reader.usage)
    }

    private func event(_ name: String, _ members: JSONObject) -> ServedEvent {
        var data: JSONObject = ["type": .string(name)]
        data.merge(members)
        return ServedEvent(name, .object(data))
    }
}
