import ALCFHTTP
import ALCFSystem
import Synchronization
import TestSupport
import Testing

@testable import ALCFLoad
@testable import ALCFRecord

@Suite struct HuggingFaceRowsTests {
    static func page(_ request: HTTPRequest, total: Int, extra: String = "") -> HTTPResponse {
        let fields = FormEncoding.decode(request.url.query ?? "")
        let offset = fields.first { $0.name == "offset" }.flatMap { Int($0.value) } ?? 0
        let rows = (offset..<min(total, offset + 100)).map { row in
            #"{"row_idx":\#(row),"row":{"id":"r\#(row)","title":"t\#(row / 50)","context":"Passage \#(row / 5).","question":"Q\#(row)?","answers":{"text":["A\#(row)"],"answer_start":[0]}},"truncated_cells":[]}"#
        }
        return Stub.json(
            200, #"{"features":[],"rows":[\#(rows.joined(separator: ","))],"num_rows_total":\#(total),"partial":false}"#
        )
    }

    static func busy(_ status: Int, _ wait: String) -> HTTPResponse {
        HTTPResponse(status: status, headers: HTTPHeaders([("Retry-After", wait)]), body: HTTPBody(fragments: []))
    }

    /// - Parameter waits: collects the pauses, which take no time.
    func source(
        _ transport: StubTransport, _ folder: TemporaryDirectory, waits: Box<[Double]> = Box([])
    ) -> HuggingFaceRows {
        HuggingFaceRows(
            dataSet: "rajpurkar/squad", config: "plain_text", split: "validation", base: "http://127.0.0.1:1",
            folder: folder.file("cache"), transport: transport,
            pause: { seconds in waits.change { $0.append(seconds) } })
    }

    /// A value that several may change.
    final class Box<Value: Sendable>: Sendable {
        private let held: Mutex<Value>
        init(_ value: Value) { held = Mutex(value) }
        var value: Value { held.withLock { $0 } }
        func change(_ body: (inout Value) -> Void) { held.withLock { body(&$0) } }
    }

    func offsets(_ transport: StubTransport) -> [Int] {
        transport.requests.compactMap { Int($0.url.split(separator: "offset=").last?.prefix { $0.isNumber } ?? "") }
    }

    @Test func fetchesPagesOnceAndKeepsThem() async throws {
        let folder = try TemporaryDirectory()
        let transport = StubTransport { _, request in Self.page(request, total: 230) }
        let wish = HuggingFaceRows.Wish(prompts: 230, seed: 1)
        let data = try await source(transport, folder).data(wish)
        #expect(offsets(transport).sorted() == [0, 100, 200])
        #expect(transport.requests[1].url.contains("dataset=rajpurkar%2Fsquad"))
        guard case .questions(let set, let origin, let url) = data else {
            Issue.record("no questions")
            return
        }
        #expect(set.questions.map(\.id) == (0..<230).map { "r\($0)" } && set.passageCount == 46)
        #expect(set.name == "rajpurkar/squad (validation)" && origin == set.name)
        #expect(url?.hasPrefix("http://127.0.0.1:1/rows?dataset=") == true)
        #expect(try await source(transport, folder).data(wish) == data)
        #expect(transport.requests.count == 3)
    }

    @Test func fetchesAsManyPagesAsAreUsed() async throws {
        let folder = try TemporaryDirectory()
        let transport = StubTransport { _, request in Self.page(request, total: 10_570) }
        _ = try await source(transport, folder).data(.init(prompts: 10, seed: 1))
        #expect(offsets(transport) == [0])
        let data = try await source(transport, folder).data(.init(prompts: 35, seed: 1))
        // Drawn over the whole data set, and the first page is not asked for again.
        #expect(transport.requests.count == 4 && (offsets(transport).max() ?? 0) > 1_000)
        #expect(data.count == 400)
        #expect(try await source(transport, folder).data(.init(prompts: 35, seed: 1)) == data)
        #expect(transport.requests.count == 4)
        #expect(RowPages(rows: 10_570, prompts: 2_000, inOrder: false, seed: 1).needed == 20)
        #expect(RowPages(rows: 10_570, prompts: 5_000, inOrder: false, seed: 1).needed == 50)
        #expect(RowPages(rows: 101, prompts: .max, inOrder: false, seed: 1).order == [0, 1])
        let first = StubTransport { _, request in Self.page(request, total: 10_570) }
        _ = try await source(first, try TemporaryDirectory()).data(.init(prompts: 150, inOrder: true, seed: 1))
        #expect(offsets(first) == [0, 100])
    }

    @Test func fetchesMoreWhereRowsHaveNoAnswer() async throws {
        let folder = try TemporaryDirectory()
        let transport = StubTransport { _, request in
            let isFirst = request.url.query?.contains("offset=0") == true
            let rows = (0..<100).map { row in
                #"{"row":{"id":"\#(isFirst ? 0 : 1)-\#(row)","context":"c","question":"q","answers":{"text":[\#(isFirst ? "" : #""a""#)]}}}"#
            }
            return Stub.json(200, #"{"rows":[\#(rows.joined(separator: ","))],"num_rows_total":200}"#)
        }
        let data = try await source(transport, folder).data(.init(prompts: 5, seed: 1))
        #expect(transport.requests.count == 2 && data.count == 100)
    }

    @Test func asksAgainWhereTheServerIsBusy() async throws {
        let folder = try TemporaryDirectory()
        let waits = Box<[Double]>([])
        let transport = StubTransport { number, request in
            switch number {
            case 0: return Self.busy(429, "3")
            case 1: return Self.busy(503, "86400")
            case 2: throw HTTPError(.disconnected, "the connection broke")
            default: return Self.page(request, total: 30)
            }
        }
        let data = try await source(transport, folder, waits: waits).data(.init(prompts: 30, seed: 1))
        #expect(data.count == 30 && transport.requests.count == 4)
        #expect(waits.value == [3, 60, 8])
    }

    @Test func givesUpWithAReasonAndKeepsWhatCame() async throws {
        let folder = try TemporaryDirectory()
        let failing = StubTransport { number, request in
            if number >= 2 { return Stub.json(429, #"{"error":"Rate limited"}"#) }
            return Self.page(request, total: 430)
        }
        let wish = HuggingFaceRows.Wish(prompts: 430, seed: 1)
        let error = await #expect(throws: BenchError.self) { try await source(failing, folder).data(wish) }
        #expect(
            error?.message.contains("429: Rate limited") == true && error?.code == .unavailable
                && error?.remedy?.contains("again") == true)
        #expect(failing.requests.count == 2 + RowPatience.attempts)
        let rest = StubTransport { _, request in Self.page(request, total: 430) }
        #expect(try await source(rest, folder).data(wish).count == 430)
        #expect(rest.requests.count == 3)
        // What asking again cannot mend is not asked again.
        let missing = StubTransport { _, _ in Stub.json(404, #"{"error":"no such split"}"#) }
        let other = try TemporaryDirectory()
        await #expect(throws: BenchError.self) { try await source(missing, other).data(wish) }
        #expect(missing.requests.count == 1)
    }

    @Test func aPageThatWasDamagedIsFetchedAnew() async throws {
        let folder = try TemporaryDirectory()
        let transport = StubTransport { _, request in Self.page(request, total: 30) }
        let wish = HuggingFaceRows.Wish(prompts: 30, seed: 1)
        let data = try await source(transport, folder).data(wish)
        let cache = try await Program("/usr/bin/find").run([folder.path, "-name", "0.json"]).output
        let path = String(cache.dropLast())
        try AtomicFile.write(Array(#"{"rows":[{"row""#.utf8), to: path, permissions: 0o644)
        #expect(try await source(transport, folder).data(wish) == data && transport.requests.count == 2)
    }

    @Test func refusesADataSetThatChanges() async throws {
        let folder = try TemporaryDirectory()
        let transport = StubTransport { number, request in Self.page(request, total: number == 0 ? 230 : 240) }
        let error = await #expect(throws: BenchError.self) {
            try await source(transport, folder).data(.init(prompts: 230, seed: 1))
        }
        #expect(error?.message.contains("changed") == true)
    }

    @Test func refusesWhatIsCut() async throws {
        let folder = try TemporaryDirectory()
        for body in [
            #"{"rows":[{"row":{"a":"b"},"truncated_cells":["a"]}],"num_rows_total":1}"#,
            #"{"rows":[{"row":{"a":"b"}}],"num_rows_total":1,"partial":true}"#,
            #"{"rows":[],"num_rows_total":5}"#, "<html>",
        ] {
            await #expect(throws: BenchError.self) {
                try await source(StubTransport { _, _ in Stub.json(200, body) }, folder).data(
                    .init(prompts: 1, seed: 1))
            }
        }
    }
}
