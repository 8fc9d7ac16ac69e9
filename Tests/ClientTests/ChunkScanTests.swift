import ALCFJSON
import TestSupport
import Testing

@testable import ALCFClient
@testable import ALCFLoad

/// The scan in place against the full parse: it may decline to answer, but never answer otherwise.
@Suite struct ChunkScanTests {
    static let plain = [
        #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"openai/gpt-oss-120b","choices":[{"index":0,"delta":{"content":"Hel\"lo\n\u00e9"},"logprobs":null,"finish_reason":null}]}"#,
        #"{"id": "0b1c", "object": "chat.completion.chunk", "created": 1767225600.2, "model": "gpt-oss-120b", "system_fingerprint": "fastcoe", "choices": [{"index": 0, "delta": {"reasoning": "User greets."}, "finish_reason": null, "logprobs": null}]}"#,
        #"{"object":"chat.completion.chunk","choices":[{"delta":{"reasoning_content":"a","content":""}},{"index":1,"delta":{"content":"b","role":"assistant"}}],"usage":null}"#,
        #"{"choices":[],"usage":{},"x":{"y":[1,-2.5,true,false,null,{"z":"\\"}]}}"#,
        #"{"choices":[{"index":0,"delta":{"reasoning":"","reasoning_content":"x"}}]}"#,
        #"{"choices":[{"index":0,"delta":{"thinking":"hm"}}]}"#,
        #"{"choices":[{"index":0,"delta":{"reasoning_content":null,"thinking":"hm","content":null}}]}"#,
        #"{"choices":[{"index":3,"delta":{"content":null,"tool_calls":null,"refusal":null,"function_call":null},"finish_reason":null}]}"#,
        #"{"id":"1","model":"m","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop","stop_reason":null}]}"#,
        #"{"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":""},{"index":1,"delta":{},"finish_reason":"length"}]}"#,
        #"{"system_fingerprint":"fp","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2.5,"x":{"y":null},"z":"a"}}"#,
        #"{"system_fingerprint":null,"choices":[],"usage":{}}"#,
    ]
    static let irregular = [
        #"{"object":"error","message":"x","code":500}"#, #"{"error":{"message":"x"}}"#, #"{"error":null,"choices":[]}"#,
        #"{"id":"chatcmpl-api-error","choices":[{"delta":{"content":"[ERROR]"},"finish_reason":"stop"}]}"#,
        #"{"choices":[{"delta":{},"finish_reason":3}]}"#, #"{"choices":[],"usage":[]}"#, #"{"choices":[],"usage":7}"#,
        #"{"choices":[{"delta":{},"finish_reason":"st\u006fp"}]}"#, #"{"choices":[{"text":"a"}]}"#,
        #"{"model":"a","model":"b"}"#,
        #"{"choices":[{"index":0},{"index":0}]}"#, #"{"usage":{},"usage":null}"#, #"{"model":"ü"}"#, #"{"model":null}"#,
        #"{"choices":null}"#, #"{"choices":[{}],"choices":[]}"#, #"{"choices":[{"delta":{"content":"é"}}]}"#,
        #"{"choices":[{"delta":{"tool_calls":[{}]}}]}"#, #"[]"#, #"{"a":01}"#, #"{"a":1e999}"#, #"{"a":"\x"}"#,
        #"{"a":"\ud800"}"#, #"{"a":}"#, #"{"a" 1}"#, #"{"a":1,}"#, #"{'a':1}"#, #"{"a":nul}"#, "{\"a\":\"\u{1}\"}",
        "[DONE]", #"{"choices":[{"delta":{},"finish_reason":"abort"}]}"#, #"{"choices":[{"delta":{"refusal":"no"}}]}"#,
        #"{"choices":[{"delta":{},"error":{"message":"x"}}]}"#, #"{"choices":[{"message":{"content":"x"}}]}"#,
        #"{"choices":[{"delta":{"content":[{"type":"text","text":"a"}]}}]}"#, #"{"choices":[]}"#,
        #"{"message":"it broke"}"#, #"{"choices":[{"delta":{"function_call":{"name":"f"}}}]}"#,
        #"{"choices":[{"delta":{"content":"a","content":""}}]}"#, #"{"\u0063hoices":[]}"#,
        #"{"a":123456789012345678901234}"#,
    ]

    func scan(_ text: String) -> Result<ChunkScan, ChunkScan.Failure> {
        let bytes = Array(text.utf8)
        var position = 0
        return Result { () throws(ChunkScan.Failure) in
            let scan = try ChunkScan(bytes.span, &position)
            guard position == bytes.count else { throw .irregular }
            return scan
        }
    }

    func check(_ text: String) {
        guard case .success(let scan) = scan(text) else { return }
        guard let json = try? JSONValue(parsing: text) else {
            Issue.record("the scan took what is not JSON: \(text)")
            return
        }
        let chunk = ChatChunk(json)
        #expect(json.object != nil && ClientError(streamed: json) == nil, "\(text)")
        for choice in json["choices"]?.array ?? [] {
            #expect(AnswerVerdict.failure(ofChoice: choice, isService: true) == nil, "\(text)")
        }
        #expect(!chunk.choices.isEmpty || chunk.usage != nil, "\(text)")
        #expect(chunk.choices.allSatisfy { $0.refusal == nil }, "\(text)")
        #expect((scan.hasContent || scan.hasReasoning) == chunk.hasOutput, "\(text)")
        #expect(scan.hasContent == chunk.choices.contains { !($0.content ?? "").isEmpty }, "\(text)")
        #expect(scan.hasReasoning == chunk.choices.contains { !($0.reasoning ?? "").isEmpty }, "\(text)")
        #expect(scan.seen == chunk.choices.reduce(UInt64(0)) { $0 | 1 << UInt64($1.index) }, "\(text)")
        let finished = chunk.choices.filter { $0.finishReason != nil }
        #expect(scan.finished == finished.reduce(UInt64(0)) { $0 | 1 << UInt64($1.index) }, "\(text)")
        #expect(part(text, scan.finishReason) == chunk.choices.first { $0.index == 0 }?.finishReason, "\(text)")
        #expect(part(text, scan.model) == chunk.model.flatMap { $0.isEmpty ? nil : $0 }, "\(text)")
        #expect(part(text, scan.fingerprint) == chunk.fingerprint.flatMap { $0.isEmpty ? nil : $0 }, "\(text)")
        let usage = part(text, scan.usage).flatMap { try? JSONValue(parsing: $0) }
        #expect(Usage(usage) == chunk.usage, "\(text)")
    }

    func part(_ text: String, _ range: Range<Int>) -> String? {
        range.isEmpty ? nil : String(decoding: Array(text.utf8)[range], as: UTF8.self)
    }

    @Test(arguments: plain) func readsPlainChunksInPlace(text: String) throws {
        _ = try scan(text).get()
        check(text)
        // Every beginning of it is incomplete, or at least not taken for the whole.
        for length in 0..<text.utf8.count {
            let cut = String(decoding: Array(text.utf8)[..<length], as: UTF8.self)
            guard case .failure(let failure) = scan(cut) else {
                Issue.record("taken for whole: \(cut)")
                continue
            }
            #expect(failure == .incomplete, "\(cut)")
        }
    }

    @Test(arguments: irregular) func leavesTheRestToTheParser(text: String) {
        guard case .failure = scan(text) else {
            Issue.record("answered: \(text)")
            return
        }
    }

    /// What a pattern takes must be what a scan of the same event says, whatever the event.
    @Test func patternsNeverContradictTheScan() throws {
        var generator = TestRandom()
        let alphabet = Array("{}[]\":,\\untf1 \tab\n\u{1}é".utf8)
        var matches = 0
        for round in 0..<30_000 {
            let first = Array("data: \(Self.plain[round % Self.plain.count])\n\n".utf8)
            var position = 0
            guard let scan = try? EventFrame.chunk(first.span, &position),
                let pattern = ChunkPattern(first.span, 0..<position, scan)
            else { continue }
            var event = first
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                let place = Int.random(in: 0..<event.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: event.remove(at: place)
                case 1: event.insert(alphabet.randomElement(using: &generator) ?? 0, at: scan.onlyText.lowerBound)
                default: event[place] = alphabet.randomElement(using: &generator) ?? 0
                }
            }
            var end = 0
            guard let text = pattern.match(event.span, &end) else {
                #expect(end == 0)
                continue
            }
            matches += 1
            var scanned = 0
            let other = try EventFrame.chunk(event.span, &scanned)
            #expect(scanned == end && text == other.onlyText)
            #expect(other.hasContent == scan.hasContent && other.hasReasoning == scan.hasReasoning)
            #expect(pattern.hasContent == other.hasContent && pattern.isFirstAnswer == !other.text.isEmpty)
            #expect(other.seen == scan.seen && other.finished == 0 && other.usage.isEmpty)
            #expect(other.text.isEmpty == scan.text.isEmpty)
        }
        #expect(matches > 1_000)
    }

    @Test func neverContradictsJansson() {
        var generator = TestRandom()
        let alphabet = Array("{}[]\":,\\untfalse0123456789.-+eE \tabc\n\r\u{1}é".utf8)
        let seeds = (Self.plain + Self.irregular).map { Array($0.utf8) }
        for round in 0..<60_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0...bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0 where place < bytes.count: bytes.remove(at: place)
                case 1: bytes.insert(alphabet.randomElement(using: &generator) ?? 0, at: place)
                case 2 where place < bytes.count: bytes[place] = alphabet.randomElement(using: &generator) ?? 0
                default:
                    let other = seeds.randomElement(using: &generator) ?? []
                    bytes = Array(bytes[..<place] + other.suffix(Int.random(in: 0...other.count, using: &generator)))
                }
            }
            // Bytes that are no UTF-8 the scan declines, since it takes ASCII only.
            check(String(decoding: bytes, as: UTF8.self))
        }
    }
}
