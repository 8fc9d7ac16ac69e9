import ALCFJSON
import TestSupport
import Testing

@testable import ALCFRecord

/// Lines are read in place where they are as this program writes them, and as trees where not: both must say the same.
@Suite struct RecordLinesTests {
    @Test func linesAsWeWriteThemAreReadInPlace() throws {
        for seed in 0..<20 as Range<UInt64> {
            for sample in RandomRecord.record(seed).samples {
                var scanner = MemberScanner(JSONLineScan(sample.line))
                let fields: Sample.Fields = try scanner.take()
                #expect(Sample(fields) == sample)
            }
        }
    }

    /// Every kind of value, each missing in turn.
    @Test func everyMemberIsRead() throws {
        var fields = Sample.Fields.blank
        fields.trace = RequestTimeline(scheduled: 1, start: 2.5)
        fields.trace.retransmissions = 3
        fields.trace.roundTrip = 4e-06
        fields.trace.httpVersion = "1.1"
        fields.trace.recordedFirstOutput = .toolCall
        fields.trace.streamed = false
        fields.session = 2
        fields.answer = "Ünï \"q\"\n\u{85}\u{202E}\u{1F600}"
        fields.errorMessage = "an error that is longer than fifteen bytes"
        fields.serverTimings = ["total_latency": 0.25, "tokens": 3, "nested": ["x": [1, nil]]]
        fields.score = AnswerScore(
            exactMatch: true, f1: 0.5, contains: true, extractedExactMatch: false, extractedF1: 0.25)
        var scanner = MemberScanner(JSONLineScan(Sample(fields).line))
        #expect(try scanner.take() as Sample.Fields == fields)
    }

    /// Bytes that are changed, left out or put in: the same record, and the same notes on what cannot be read.
    @Test func damagedLinesAreReadAsTrees() throws {
        var random = TestRandom()
        for turn in 0..<400 {
            let record = RandomRecord.record(UInt64(turn))
            var text = record.manifest.json.serializedBytes() + [0x0A]
            let body = text.count
            for sample in record.samples.prefix(12) { text += sample.line }
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let place = Int.random(in: body..<text.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: text.remove(at: place)
                case 1: text.insert(text[Int.random(in: body..<text.count, using: &random)], at: place)
                case 2: text.removeLast(min(text.count - body, Int.random(in: 0...40, using: &random)))
                default: text[place] = text[Int.random(in: body..<text.count, using: &random)]
                }
            }
            let read = try RecordReader.parse(text, name: "r")
            let trees = asTrees(text)
            #expect(read.samples == trees.samples && read.unread == trees.unread, "turn \(turn)")
        }
    }

    @Test func portionsMayEndAnywhere() throws {
        let record = RandomRecord.record(3)
        var text = record.manifest.json.serializedBytes() + [0x0A]
        for sample in record.samples { text += sample.line }
        text += Array("{\"type\":\"sam".utf8)
        let whole = try RecordReader.parse(text, name: "r")
        #expect(whole.samples == record.samples && whole.tornBytes == 12)
        for portion in [1, 7, 1_000, 4_096] {
            var lines = RecordLines(name: "r")
            for start in stride(from: 0, to: text.count, by: portion) {
                try lines.take(text[start..<min(start + portion, text.count)])
            }
            #expect(try lines.end() == whole)
        }
    }

    private func asTrees(_ text: [UInt8]) -> (samples: [Sample], unread: [String]) {
        var samples: [Sample] = []
        var unread: [String] = []
        let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            do {
                let json = try JSONValue(parsing: Array(line), limits: .line)
                if json["type"] == "sample" { samples.append(try Sample(json: json)) }
            } catch {
                unread.append("r, line \(index + 1): \(error)")
            }
        }
        return (samples, unread)
    }
}
