import Synchronization

@testable import ALCFHTTP
@testable import TestSupport

extension FuzzTarget {
    /// Through a socket: these take a fraction of a millisecond each, most of it the kernel's.
    static let network = [http]

    /// The answer of a server, byte for byte. The first byte says in which form: as it is, or as the body of an answer that is well formed,
    /// which must arrive as it was sent.
    static let http = FuzzTarget(
        "http",
        words: [
            "HTTP/1.1 200 OK\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Content-Encoding: gzip\r\n", "\r\n\r\n", "0\r\n\r\n", "5\r\nhello\r\n", "ffffffffffffffff\r\n",
            "Location: /x\r\n",
            "Set-Cookie: a=b\r\n", "Connection: close\r\n", "HTTP/2", "\0", "Retry-After: 1\r\n",
        ]
    ) { bytes in
        // Of more, it is the kernel that takes the time.
        guard bytes.count <= 1 << 16 else { return }
        let body = Array(bytes.dropFirst())
        let form = bytes.first ?? 0
        let answer: [[UInt8]]
        let length = "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"
        let isRaw = form % 4 < 2
        switch form % 4 {
        case 0, 1: answer = Pieces.of(body)
        case 2: answer = [Array(length.utf8)] + Pieces.of(body)
        default:
            let chunks = Pieces.of(body).map {
                Array(String($0.count, radix: 16).utf8) + [0x0D, 0x0A] + $0 + [0x0D, 0x0A]
            }
            answer =
                [Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)] + chunks + [
                    Array("0\r\n\r\n".utf8)
                ]
        }
        do {
            // No limits of time: nothing here depends on how fast the machine is.
            let none = HTTPRequest.Timeouts(connect: nil, firstByte: nil, idle: nil)
            let request = HTTPRequest(.get, try await Answering.address(of: answer, closes: isRaw), timeouts: none)
            let response = try await (isRaw ? Answering.raw : Answering.wellFormed).send(request)
            _ = (response.headers["Content-Type"], HTTPCoding.foreign(response.headers))
            try demand((200...999).contains(response.status), "status \(response.status)")
            let received = try await response.body.collect(upTo: 1 << 20)
            if !isRaw { try demandEqual(received, body, "the body that was sent") }
        } catch let error as HTTPError {
            try demand(!error.message.isEmpty, "an error without words")
            try demand(isRaw, "a well-formed answer was refused: \(error)")
        }
    }

    /// A server on loopback that gives each request its answer.
    private final class Answering: Sendable {
        /// Answers that are not well formed have connections of their own: bytes that come behind one would be taken for the next.
        static let raw = HTTPClient()
        static let wellFormed = HTTPClient()
        private static let servers = Mutex<(current: Answering?, uses: Int, previous: Answering?)>((nil, 0, nil))

        private let server: ScriptedServer
        private let box: Box

        private final class Box: Sendable {
            let answers = Mutex<[String: [ScriptedServer.Step]]>([:])
        }

        private init() async throws {
            let box = Box()
            server = try await ScriptedServer.start { request in
                box.answers.withLock { $0.removeValue(forKey: request.path) } ?? [.close]
            }
            self.box = box
        }

        /// Returns the address at which an answer is given, once.
        static func address(of answer: [[UInt8]], closes: Bool) async throws -> HTTPURL {
            let (answering, number) = try await next()
            let steps = answer.map { ScriptedServer.Step.sendBytes($0) } + (closes ? [.close] : [])
            answering.box.answers.withLock { $0["/\(number)"] = steps }
            return try HTTPURL("\(answering.server.url)/\(number)")
        }

        /// One server for some thousand answers, since it remembers every request.
        private static func next() async throws -> (Answering, Int) {
            let known = servers.withLock { servers -> (Answering, Int)? in
                guard let server = servers.current, servers.uses < 5_000 else { return nil }
                servers.uses += 1
                return (server, servers.uses)
            }
            if let known { return known }
            let new = try await Answering()
            // Another task may still wait for the one before, and none for the one before that.
            let old = servers.withLock { servers in
                defer { servers = (new, 1, servers.current) }
                return servers.previous
            }
            await old?.server.stop()
            return (new, 1)
        }
    }
}
