package import ALCFClient
package import ALCFJSON

/// OpenAI's Responses API over chat completions.
package struct ResponsesTranslation: ChatTranslation {
    /// The body for chat completions, without `model`.
    package let chatBody: JSONObject
    /// Changes that lose nothing.
    package private(set) var notes: [String]
    private let request: ResponsesRequest
    private let response: ResponsesObject
    private let id: String
    private var reader: AnswerReader
    private var blocks = AnswerBlocks()
    /// Number of the next event.
    private var sequence = 0
    /// Items that are whole.
    private var done: [JSONValue] = []
    /// The item whose turn it is.
    private var open: OpenItem?

    /// The facts of an item that each of its pieces repeats.
    private struct OpenItem {
        let place: JSONObject
        let part: ResponsesPart?
        let isFunction: Bool
    }

    /// - Throws: ``ServedError`` with the name of the first thing that cannot be translated.
    package init(_ request: JSONObject, _ circumstances: TranslationCircumstances) throws(ServedError) {
        self.request = try ResponsesRequest(request, circumstances)
        response = ResponsesObject(request, circumstances)
        id = circumstances.id
        chatBody = self.request.body
        notes = self.request.notes
        reader = AnswerReader(id: id)
    }

    /// A call without a name, which no client can make.
    package var fault: ServedError? { reader.hasNamelessCall ? .namelessCall : nil }

    /// Returns the events of a response without any output.
    package mutating func begin() -> [ServedEvent] {
        ["response.created", "response.in_progress"].map {
            event($0, ["response": .object(response.json(status: "in_progress"))])
        }
    }

    /// Returns the events that a chunk completes.
    package mutating func receive(_ chunk: ChatChunk) -> [ServedEvent] {
        var events: [ServedEvent] = []
        for piece in reader.read(chunk) {
            for step in blocks.add(piece.kind, piece.text, logprobs: piece.logprobs) { events += take(step) }
        }
        return events
    }

    /// Returns the ends of the open item and of the response.
    package mutating func finish() -> [ServedEvent] {
        if reader.hasNamelessCall { return fail(.namelessCall) }
        var events: [ServedEvent] = []
        for step in blocks.finish() { events += take(step) }
        let name = incomplete == nil ? "response.completed" : "response.incomplete"
        events.append(event(name, ["response": .object(last)]))
        return events
    }

    /// Returns the error, or the ends of an answer that is one in this API: a refusal, or one that was cut before it
    /// began.
    package mutating func fail(_ error: ServedError) -> [ServedEvent] {
        if reader.isAnswer(error) { return finish() }
        let events = error.events(
            in: .responses, sequence: sequence, response: response.json(status: "failed", output: done))
        sequence += events.count
        return events
    }

    /// Returns the whole response.
    package mutating func answer(_ completion: ChatCompletion) -> JSONValue {
        for piece in reader.read(completion) { _ = blocks.add(piece.kind, piece.text, logprobs: piece.logprobs) }
        done = blocks.blocks.indices.map { item($0).json(status: status(ofItem: $0)) }
        return .object(last)
    }

    /// The reason for which the answer is incomplete; nil for a complete one.
    private var incomplete: String? {
        switch reader.finishReason {
        case "length": "max_output_tokens"
        case "content_filter": "content_filter"
        default: nil
        }
    }

    /// The response at its end.
    private var last: JSONObject {
        mutating get {
            if let note = ResponsesUsage.note(reader.usage) { notes.append(note) }
            return response.json(
                status: incomplete == nil ? "completed" : "incomplete", output: done,
                usage: ResponsesUsage.json(reader.usage), reason: incomplete)
        }
    }

    private func item(_ number: Int) -> ResponsesItem {
        ResponsesItem(blocks.blocks[number], number: number, answer: id, request)
    }

    /// The last item of an answer that was cut is cut too.
    private func status(ofItem number: Int) -> String {
        incomplete != nil && number == blocks.blocks.count - 1 ? "incomplete" : "completed"
    }

    private mutating func take(_ step: AnswerBlocks.Step) -> [ServedEvent] {
        switch step {
        case .begin(let number): return begin(number)
        case .piece(_, let text, let logprobs): return piece(text, logprobs)
        case .end(let number): return end(number)
        }
    }

    private mutating func begin(_ number: Int) -> [ServedEvent] {
        let item = item(number)
        let part = ResponsesPart(item, request)
        var place: JSONObject = ["item_id": .string(item.id), "output_index": .int(number)]
        if let part { place.merge(part.position) }
        open = OpenItem(place: place, part: part, isFunction: item.tool?.kind == .function)
        var events = [
            event(
                "response.output_item.added",
                ["output_index": .int(number), "item": item.json(status: "in_progress")])
        ]
        if let part { events.append(event(part.added, at: place, ["part": item.part(isWhole: false)])) }
        return events
    }

    private mutating func piece(_ text: String, _ logprobs: [JSONValue]) -> [ServedEvent] {
        guard let open else { return [] }
        var members: JSONObject = ["delta": .string(text)]
        if let part = open.part {
            if part.hasLogprobs { members["logprobs"] = .array(logprobs) }
            return [event(part.delta, at: open.place, members)]
        }
        // The text of a tool that takes any is known once its argument is whole.
        return open.isFunction ? [event("response.function_call_arguments.delta", at: open.place, members)] : []
    }

    private mutating func end(_ number: Int) -> [ServedEvent] {
        let item = item(number)
        let place = open?.place ?? JSONObject()
        var events: [ServedEvent] = []
        if let part = open?.part {
            var members: JSONObject = [part.text: .string(item.block.text)]
            if part.hasLogprobs { members["logprobs"] = .array(item.block.logprobs) }
            events.append(event(part.done, at: place, members))
            events.append(event(part.ended, at: place, ["part": item.part(isWhole: true)]))
        } else {
            events += endOfCall(item, at: place)
        }
        let whole = item.json(status: status(ofItem: number))
        done.append(whole)
        events.append(event("response.output_item.done", ["output_index": .int(number), "item": whole]))
        open = nil
        return events
    }

    private mutating func endOfCall(_ item: ResponsesItem, at place: JSONObject) -> [ServedEvent] {
        switch item.tool?.kind {
        case .function:
            let name = "response.function_call_arguments"
            // No piece came where there are no arguments.
            let added: [ServedEvent] =
                item.block.text.isEmpty
                ? [event("\(name).delta", at: place, ["delta": .string(item.arguments)])] : []
            let members: JSONObject = [
                "name": .string(item.tool?.name ?? ""), "arguments": .string(item.arguments),
            ]
            return added + [event("\(name).done", at: place, members)]
        case .custom:
            let name = "response.custom_tool_call_input"
            return [
                event("\(name).delta", at: place, ["delta": .string(item.input)]),
                event("\(name).done", at: place, ["input": .string(item.input)]),
            ]
        default: return []
        }
    }

    private mutating func event(_ name: String, at place: JSONObject, _ members: JSONObject) -> ServedEvent {
        var all = place
        all.merge(members)
        return event(name, all)
    }

    private mutating func event(_ name: String, _ members: JSONObject) -> ServedEvent {
        var data: JSONObject = ["type": .string(name), "sequence_number": .int(sequence)]
        data.merge(members)
        sequence += 1
        return ServedEvent(name, .object(data))
    }
}
