import ALCFClient
import ALCFJSON
import ALCFRecord
import ALCFServe
import ALCFSystem
import TestSupport
import Testing

/// The record of the local server, from the request to the sums.
// Not timed: nothing here depends on how long it takes.
struct UsageSummaryTests {
    private static func request(
        time: Double = 86_400, cluster: String? = "metis", model: String? = "gpt-oss-120b", tokens: Int? = 10,
        error: ServedError? = nil
    ) -> ServedRequest {
        var request = ServedRequest(
            number: 3, time: time, arrival: .now, dialect: .messages, isStreamed: true, asked: "asked for")
        request.cluster = cluster
        request.model = model
        request.firstToken = 0.5
        request.duration = 2
        request.chunks = 9
        request.usage = tokens.flatMap { Usage(["prompt_tokens": 7, "completion_tokens": .int($0)]) }
        request.error = error
        request.status = error == nil ? 200 : 503
        return request
    }

    private static func line(_ request: ServedRequest) throws -> ServedLine {
        try ServedLine(json: JSONValue(parsing: request.json.serialized()))
    }

    @Test func aLineHoldsWhatTheRequestWas() throws {
        let line = try Self.line(Self.request())
        #expect(line.time == 86_400)
        #expect(line.api == "messages")
        #expect(line.cluster == "metis")
        #expect(line.firstToken == 0.5)
        #expect(line.duration == 2)
        #expect(line.promptTokens == 7)
        #expect(line.completionTokens == 10)
        #expect(line.errorCode == nil)
        let failed = try Self.line(
            Self.request(cluster: nil, model: nil, error: ServedError(.unavailable, "It rests.", code: "maintenance")))
        #expect(failed.errorCode == "maintenance")
        #expect(failed.errorMessage == "It rests.")
        #expect(failed.cluster == nil)
    }

    @Test func sumsAreByDayClusterAndModel() throws {
        let failure = ServedError(.serverError, "It broke.", code: "truncated")
        let lines = try [
            Self.request(), Self.request(tokens: 20), Self.request(tokens: nil), Self.request(error: failure),
            Self.request(error: ServedError(.serverError, "It was stopped.", code: "stopped")),
            Self.request(error: ServedError(.serverError, "It went away.", code: "cancelled")),
            Self.request(time: 2 * 86_400), Self.request(cluster: "sophia", model: "openai/gpt-oss-120b"),
            Self.request(cluster: nil, model: nil, tokens: nil, error: failure),
        ].map(Self.line)
        let rows = UsageSummary(lines) { "day \(Int($0 / 86_400))" }.rows
        #expect(rows.map(\.day) == ["day 1", "day 1", "day 1", "day 2"])
        #expect(rows.map(\.model) == ["asked for", "gpt-oss-120b", "openai/gpt-oss-120b", "gpt-oss-120b"])
        let metis = rows[1]
        #expect(metis.requests == 6)
        #expect(metis.failures == 1)
        #expect(metis.brokenOff == 2)
        #expect(metis.completionTokens == 60)
        #expect(metis.promptTokens == 35)
        #expect(metis.uncounted == 1)
        #expect(metis.medianFirstToken == 0.5)
    }

    @Test func numbersThatOverflowAreClamped() throws {
        let line = try Self.line(Self.request(tokens: 1 << 40))
        let summary = UsageSummary(Array(repeating: line, count: 3)) { _ in "day" }
        #expect(summary.rows[0].completionTokens == 3 << 40)
    }

    @Test(arguments: [
        #"{"type":"served_request"}"#, #"{"type":"other","time":1,"duration_s":1,"api":"chat"}"#,
        #"{"type":"served_request","time":-1,"duration_s":1,"api":"chat"}"#,
        #"{"type":"served_request","time":1,"duration_s":-1,"api":"chat"}"#,
        #"{"type":"served_request","time":1,"duration_s":1}"#, "[]", "{",
    ])
    func otherLinesAreNamed(line: String) {
        let record = ServedRecord(Array("\(line)\n".utf8), name: "x.jsonl")
        #expect(record.lines.isEmpty)
        #expect(record.unread.count == 1)
        #expect(record.unread.first?.hasPrefix("x.jsonl, line 1: ") == true)
    }

    @Test func theFileGrowsLineByLine() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("requests.jsonl")
        for _ in 0..<2 {
            let record = try RequestRecord(path: path) { Issue.record("\($0)") }
            for _ in 0..<3 { record.ended(Self.request()) }
            await record.finish()
        }
        let file = try FileContents(path: path)
        #expect(file.permissions == 0o600)
        #expect(ServedRecord.isOne(file.bytes))
        let record = ServedRecord(file.bytes, name: path)
        #expect(record.lines.count == 6)
        #expect(record.unread.isEmpty)
    }
}
