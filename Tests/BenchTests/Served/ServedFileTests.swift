import ALCFRecord
import ALCFReport
import Glibc
import TestSupport
import Testing

/// A local server's record as a benchmark's record: each place a target.
struct ServedFileTests {
    private static func line(
        _ time: Double, _ cluster: String, ttft: String = "0.5", tokens: String = "11", error: String = "null",
        status: Int = 200
    ) -> String {
        #"{"type":"served_request","time":\#(time),"api":"chat","stream":true,"asked":"m","cluster":"\#(cluster)","model":"m","status":\#(status),"ttft_s":\#(ttft),"duration_s":1.5,"chunks":9,"prompt_tokens":7,"completion_tokens":\#(tokens),"error":\#(error)}"#
    }

    @Test func requestsBecomeSamples() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("requests.jsonl")
        let truncated = #"{"code":"truncated","message":"it ended early"}"#
        let text =
            [
                Self.line(1_795_000_000, "metis"), Self.line(1_795_000_002, "sophia"),
                Self.line(1_795_000_004, "metis", error: truncated),
                Self.line(
                    1_795_000_005, "metis", ttft: "null", tokens: "null", error: #"{"code":"rate_limited"}"#,
                    status: 429),
                "torn",
            ].joined(separator: "\n")
        try write(text, to: path)
        let record = try ResultFiles.read([path])
        #expect(record.manifest.targets.map(\.name) == ["metis/m", "sophia/m"])
        #expect(record.samples.count == 4)
        #expect(record.samples.map(\.outcome) == [.success, .success, .truncated, .http429])
        #expect(record.samples[0].trace.firstToken == 0.5)
        #expect(record.samples[0].trace.lastToken == 1.5)
        #expect(record.samples[1].trace.start == 2)
        #expect(record.samples[0].tokens.completion == 11)
        #expect(record.unread.count == 1)
        #expect(record.manifest.startedAt == 1_795_000_000)
        // Nothing says that two of them were asked the same.
        #expect(Set(record.samples.map(\.promptID)).count == 4)
    }

    private func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        #expect(fputs(text, file) >= 0)
    }
}
