import ALCFClient
package import ALCFHTTP
import ALCFJSON

/// The events of a streamed answer as they are passed on: those that were read in place byte by byte as they came, all
/// others written anew. Comments, and the marker of the end, are not among them.
package struct ChatStreamRelay: Sendable {
    /// Whether events are still passed on.
    var isOpen = true
    private let passesUsage: Bool
    private let redaction: Redaction
    private var bytes: [UInt8] = []
    /// Whether the server's times of creation have fractions, as Metis' do, which clients do not expect.
    private var hasFraction = false

    /// - Parameters:
    ///   - passesUsage: whether the reader asked for the event that holds the usage and no piece of an answer; one that
    ///     did not may stumble over it.
    ///   - redaction: takes out what was sent to prove who asks.
    package init(passesUsage: Bool, redaction: Redaction) {
        self.passesUsage = passesUsage
        self.redaction = redaction
    }

    /// Takes an event that repeats one which was taken before, but for its text.
    mutating func append(_ source: Span<UInt8>, _ event: Range<Int>, text: Range<Int>) {
        guard isOpen else { return }
        if text.count >= Redaction.shortestPiece { return append(source, event, hasAnswers: true) }
        let start = bytes.count
        bytes.append(source, event)
        if hasFraction { CreationTime.makeWhole(&bytes, from: start) }
    }

    /// Takes an event as it came.
    mutating func append(_ source: Span<UInt8>, _ event: Range<Int>, hasAnswers: Bool) {
        guard isOpen, hasAnswers || passesUsage else { return }
        // Without the line feeds at its end, an event is plain text as a rule, which is looked through fast.
        let end = max(event.lowerBound, event.upperBound - 2)
        var piece: [UInt8] = []
        piece.append(source, event.lowerBound..<end)
        let start = bytes.count
        bytes += redaction.withoutSecrets(piece)
        bytes.append(source, end..<event.upperBound)
        hasFraction = CreationTime.makeWhole(&bytes, from: start)
    }

    /// Takes a chunk that had to be parsed.
    mutating func append(_ chunk: ChatChunk) {
        guard isOpen, !chunk.choices.isEmpty || chunk.usage == nil || passesUsage else { return }
        bytes += Array("data: ".utf8) + redaction.withoutSecrets(Self.whole(chunk).serializedBytes())
        bytes += Array("\n\n".utf8)
    }

    /// Returns the events since the last call.
    mutating func take() -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return taken
    }

    /// The chunk's document, with characters whole whose halves came in two chunks.
    private static func whole(_ chunk: ChatChunk) -> JSONValue {
        guard var document = chunk.raw.object, var choices = document["choices"]?.array,
            choices.count == chunk.choices.count
        else { return CreationTime.whole(chunk.raw) }
        for (place, choice) in chunk.choices.enumerated() {
            guard var object = choices[place].object else { continue }
            if var delta = object["delta"]?.object {
                // A half that waits for its other has left nothing yet: not even a stand-in may pass.
                if let content = choice.content, (delta["content"]?.string ?? "") != content {
                    delta["content"] = .string(content)
                }
                for key in ["reasoning", "reasoning_content", "thinking"] {
                    guard let reasoning = choice.reasoning, let text = delta[key]?.string,
                        SurrogateJoiner.hasStandIn(in: text)
                    else { continue }
                    delta[key] = .string(reasoning)
                }
                if var calls = delta["tool_calls"]?.array, calls.count == choice.toolCalls.count {
                    for (number, call) in choice.toolCalls.enumerated() {
                        guard var function = calls[number]["function"]?.object,
                            let text = function["arguments"]?.string,
                            SurrogateJoiner.hasStandIn(in: text), var object = calls[number].object
                        else { continue }
                        function["arguments"] = .string(call.arguments)
                        object["function"] = .object(function)
                        calls[number] = .object(object)
                    }
                    delta["tool_calls"] = .array(calls)
                }
                object["delta"] = .object(delta)
            } else if let content = choice.content, let text = object["text"]?.string, text != content {
                object["text"] = .string(content)
            }
            choices[place] = .object(object)
        }
        document["choices"] = .array(choices)
        return CreationTime.whole(.object(document))
    }
}
