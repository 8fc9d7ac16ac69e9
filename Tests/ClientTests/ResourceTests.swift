import ALCFClient
import ALCFHTTP
import Glibc
import TestSupport
import Testing

/// What streams leave behind, on real connections.
@Suite(.serialized, .tags(.watchesTheClock)) struct ResourceTests {
    private static func endpoint(_ server: ScriptedServer) throws -> ModelEndpoint {
        ModelEndpoint(name: "test", baseURL: try HTTPURL(server.url + "/v1"))
    }

    private static let head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static func chunked(_ text: String) -> String {
        String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n"
    }

    /// How many sockets of this process are connected to `port`, and not just names that the kernel still remembers.
    private static func sockets(to port: Int) throws -> Int {
        try contents("/proc/net/tcp").split(separator: "\n").dropFirst().count { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, let remote = fields[2].split(separator: ":").last else { return false }
            return Int(remote, radix: 16) == port && fields[9] != "0"
        }
    }

    /// Other tests open and close descriptors at the same time: this is for a leak of hundreds.
    private static func descriptors() -> Int {
        guard let folder = opendir("/proc/self/fd") else { return -1 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count
    }

    private static func contents(_ path: String) throws -> String {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Kilobytes of resident memory now.
    private static func resident() throws -> Int {
        let text = try contents("/proc/self/status")
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) })
    }

    @Test(.timeLimit(.minutes(3))) func aThousandStreamsBrokenOff() async throws {
        let piece = Self.chunked(Transcript.sophiaPiece("Hel"))
        // The answer never ends by itself.
        let server = try await ScriptedServer.start { _ in [.send(Self.head), .send(piece), .wait(60_000), .close] }
        // What is set up once is set up now.
        try await Self.breakOff(100, server)
        #expect(await eventually { server.closedByClient == 100 })
        let before = Self.descriptors()
        let memory = try Self.resident()
        try await Self.breakOff(1_000, server)
        // Sockets close on threads of the event loop and of the server, a moment later.
        #expect(await eventually { server.closedByClient == 1_100 })
        #expect(await eventually { (try? Self.sockets(to: server.port)) == 0 })
        #expect(Self.descriptors() < before + 200)
        #expect(server.requests.count == 1_100)
        // The server keeps each request; what other tests hold comes on top.
        let growth = try Self.resident() - memory
        #expect(growth < 64 << 10, "grew by \(growth) kB")
        await server.stop()
    }

    private static func breakOff(_ count: Int, _ server: ScriptedServer) async throws {
        let client = InferenceClient(tokens: nil, transport: HTTPClient())
        let endpoint = try endpoint(server)
        for start in stride(from: 0, to: count, by: 20) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in start..<min(start + 20, count) {
                    group.addTask {
                        let stream = try await client.stream(question, at: endpoint)
                        // Some without a look at what comes, some in the middle.
                        if index % 3 == 0 { return }
                        for try await _ in stream { break }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(.timeLimit(.minutes(3))) func aSlowReaderHoldsTheServerBack() async throws {
        let text = String(repeating: "x", count: 64 << 10)
        let piece = Array(Self.chunked(Transcript.sophiaPiece(text)).utf8)
        let end = Self.chunked(Transcript.sophiaPiece("", finish: "\"stop\"") + Transcript.done) + "0\r\n\r\n"
        let server = try await ScriptedServer.start { _ in
            [.send(Self.head), .flood(piece, 1_024), .send(end)]
        }
        let client = InferenceClient(tokens: nil, transport: HTTPClient())
        let endpoint = try Self.endpoint(server)
        let stream = try await client.stream(question, at: endpoint)
        let before = try Self.resident()
        var (length, peak, count) = (0, 0, 0)
        for try await event in stream {
            length += event.chunk.choices.first?.content?.utf8.count ?? 0
            count += 1
            if count % 16 == 0 {
                // Slower than a loopback connection by far.
                try await Task.sleep(for: .milliseconds(20))
                peak = max(peak, try Self.resident())
            }
        }
        #expect(length == 64 << 20)
        #expect(peak - before < 48 << 10, "grew by \(peak - before) kB")
        await server.stop()
    }

    @Test(.timeLimit(.minutes(2))) func anEventWithoutEndEndsTheExchange() async throws {
        let server = try await ScriptedServer.start { _ in
            [.send(Self.head + "ffffffff\r\ndata: "), .flood(Array(repeating: 0x78, count: 1 << 20), 4000)]
        }
        let client = InferenceClient(tokens: nil, transport: HTTPClient())
        let stream = try await client.stream(question, at: Self.endpoint(server))
        let error = await #expect(throws: ClientError.self) { for try await _ in stream {} }
        #expect(error?.message == "one event of the stream is larger than 4194304 bytes")
        #expect(await eventually { server.closedByClient == 1 })
        #expect(stream.timings.bytesReceived < 64 << 20)
    }
}
