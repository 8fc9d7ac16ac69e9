import ALCFSystem
import Glibc
import TestSupport
import Testing

@testable import ALCFHTTP

@Suite(.tags(.watchesTheClock)) struct LoopbackListenerTests {
    @Test func servesUntilARequestBringsAResult() async throws {
        let listener = try LoopbackListener()
        let base = "http://127.0.0.1:\(listener.port)"
        async let result = listener.serve(timeout: 30) { request -> (LoopbackReply, String?) in
            (LoopbackReply(status: 200, body: "seen \(request.target)"), request.target == "/end?x=1" ? "done" : nil)
        }
        let client = HTTPClient()
        for target in ["/one", "/end?x=1"] {
            let response = try await client.send(HTTPRequest(.get, HTTPURL(base + target)))
            #expect(response.status == 200)
            #expect(response.headers["Cache-Control"] == "no-store")
            #expect(String(decoding: try await response.body.collect(), as: UTF8.self) == "seen \(target)")
        }
        #expect(try await result == "done")
    }

    @Test func aSilentConnectionHoldsNobodyUp() async throws {
        let listener = try LoopbackListener()
        let silent = try #require(connection(to: listener.port))
        defer { close(silent) }
        let rude = try #require(connection(to: listener.port))
        defer { close(rude) }
        _ = send(rude, "nonsense\r\n\r\n", 12, CInt(MSG_NOSIGNAL))
        async let result = listener.serve(timeout: 30) { _ -> (LoopbackReply, Bool?) in
            (LoopbackReply(status: 200, body: ""), true)
        }
        let response = try await HTTPClient().send(HTTPRequest(.get, HTTPURL("http://127.0.0.1:\(listener.port)/")))
        #expect(response.status == 200)
        #expect(try await result)
    }

    @Test func stopsWhenTimeIsOverAndWhenCancelled() async throws {
        let listener = try LoopbackListener()
        let error = await #expect(throws: HTTPError.self) {
            try await listener.serve(timeout: 0.05) { _ in (LoopbackReply(status: 200, body: ""), Optional(1)) }
        }
        #expect(error?.code == .timeoutTotal)

        let other = try LoopbackListener()
        let task = Task {
            try await other.serve(timeout: 600) { _ in (LoopbackReply(status: 200, body: ""), Optional(1)) }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// It sleeps until something comes: an hour's wait ends at once when it is cancelled, and costs no time of the processor.
    @Test func waitsWithoutLookingAndStopsAtOnce() async throws {
        let listener = try LoopbackListener()
        let task = Task {
            try await listener.serve(timeout: 3600) { _ in (LoopbackReply(status: 200, body: ""), Optional(1)) }
        }
        try await Task.sleep(for: .milliseconds(200))
        let begin = MonotonicTime.now
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(MonotonicTime.now.seconds(since: begin) < 10)
    }

    @Test func readsRequestLines() {
        func request(_ line: String) -> LoopbackRequest? { LoopbackRequest(head: Array(line.utf8)) }
        #expect(request("GET /?a=b HTTP/1.1\r\nHost: x")?.target == "/?a=b")
        #expect(request("POST / HTTP/1.0")?.method == "POST")
        for line in ["", "GET", "GET / HTTP/2", "GET  / HTTP/1.1", "GET http://x/ HTTP/1.1", "GET /a b HTTP/1.1"] {
            #expect(request(line) == nil, "\(line)")
        }
        #expect(LoopbackRequest(head: [0xFF, 0x20]) == nil)
    }

    @Test func findsTheEndOfAHead() {
        #expect(LoopbackConnection.end(of: Array("GET / HTTP/1.1\r\n\r\n".utf8)) == 17)
        #expect(LoopbackConnection.end(of: Array("GET / HTTP/1.1\n\nrest".utf8)) == 15)
        #expect(LoopbackConnection.end(of: Array("GET / HTTP/1.1\r\nHost: x\r\n".utf8)) == nil)
    }

    private func connection(to port: Int) -> CInt? {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return result == 0 ? descriptor : nil
    }
}
