import ALCFHTTP
import TestSupport
import Testing

/// Answers that are encoded although nothing but identity was asked for.
@Suite struct HTTPCodingTests {
    /// `gzip.compress(text, mtime=0)` of Python 3.
    private static let compressed: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 29, 204, 49, 10, 128, 48, 12, 5, 208, 189, 167, 144, 63, 119, 112, 206, 172,
        224, 164, 7, 16, 145, 98, 35, 22, 74, 34, 54, 131, 32, 189, 187, 226, 252, 224, 197, 96, 129, 154, 7, 219, 161,
        105, 227, 2, 154, 31, 36, 137, 124, 131, 90, 143, 200, 217, 2, 232, 99, 21, 99, 49, 16, 6, 206, 89, 81, 61, 246,
        36, 169, 28, 235, 197, 161, 168, 124, 80, 76, 79, 212, 165, 58, 23, 255, 115, 238, 166, 177, 95, 156, 123, 1,
        121,
        43, 248, 143, 98, 0, 0, 0,
    ]
    private static let text =
        #"data: {"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n"

    private func ask(_ coding: String, _ body: [UInt8]) async throws -> (ScriptedServer, HTTPResponse) {
        let server = try await ScriptedServer.start { _ in
            [
                .send("HTTP/1.1 200 OK\r\nContent-Encoding: \(coding)\r\nContent-Length: \(body.count)\r\n\r\n"),
                .sendBytes(body),
            ]
        }
        return (server, try await HTTPClient().send(HTTPRequest(.get, try HTTPURL(server.url))))
    }

    @Test func gzipIsDecodedAndNotAskedFor() async throws {
        let (server, response) = try await ask("gzip", Self.compressed)
        #expect(String(decoding: try await response.body.collect(), as: UTF8.self) == Self.text)
        #expect(server.requests.first?.header("accept-encoding") == "identity")
        await server.stop()
    }

    @Test(arguments: ["x-own", "zip", "gzip, x-own"]) func aForeignCodingIsNamed(coding: String) async throws {
        let (server, response) = try await ask(coding, Self.compressed)
        #expect(HTTPCoding.foreign(response.headers) == coding)
        let error = await #expect(throws: HTTPError.self) { try await response.body.collect() }
        #expect(error?.code == .malformed && error?.message.contains("'\(coding)'") == true, "\(error?.message ?? "")")
        await server.stop()
    }

    @Test func brokenGzipIsNamedToo() async throws {
        let (server, response) = try await ask("gzip", Array("plain text".utf8))
        let error = await #expect(throws: HTTPError.self) { try await response.body.collect() }
        #expect(error?.code == .malformed && error?.message.contains("'gzip'") == true, "\(error?.message ?? "")")
        await server.stop()
    }

    /// What comes out is bounded, and not what goes in.
    @Test func theBoundIsOnWhatComesOut() async throws {
        let (server, response) = try await ask("gzip", Self.compressed)
        let error = await #expect(throws: HTTPError.self) { try await response.body.collect(upTo: 50) }
        #expect(error?.code == .tooLarge)
        await server.stop()
    }
}
