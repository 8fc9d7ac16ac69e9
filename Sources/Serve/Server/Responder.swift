package import ALCFJSON
import NIOCore
import NIOHTTP1
import Synchronization

/// The way back to one client: a head, then the body in pieces, then the end. A slow client holds the sender back.
package final class Responder: Sendable {
    private let connection: ClientConnection.Handle
    private let fields = Mutex<[(name: String, value: String)]>([])

    init(_ connection: ClientConnection.Handle) { self.connection = connection }

    /// Fields that every answer to this request has.
    package var headers: [(name: String, value: String)] {
        get { fields.withLock { $0 } }
        set { fields.withLock { $0 = newValue } }
    }

    /// Sends an answer in one piece.
    package func send(
        _ status: Int, _ body: [UInt8], type: String = "application/json",
        headers: [(name: String, value: String)] = []
    ) async throws {
        // 204 has no body, and must not give its length.
        let form = status == 204 ? [] : [("Content-Type", type), ("Content-Length", String(body.count))]
        let head = form + headers + self.headers
        try await connection.write(status: status, headers: head, body: body)
        try await connection.end()
    }

    /// Sends a document.
    package func send(_ status: Int, _ json: JSONValue, headers: [(name: String, value: String)] = []) async throws {
        try await send(status, json.serializedBytes(), headers: headers)
    }

    /// Begins a stream of events, with the first of them.
    package func begin(_ bytes: [UInt8], headers: [(name: String, value: String)]) async throws {
        let head =
            [("Content-Type", "text/event-stream; charset=utf-8"), ("Cache-Control", "no-cache")]
            + headers + self.headers
        try await connection.write(status: 200, headers: head, body: bytes)
    }

    /// Sends more of a stream that was begun.
    ///
    /// - Throws: `CancellationError` where the client has gone away.
    package func send(_ bytes: [UInt8]) async throws { try await connection.write(bytes) }

    /// Ends a stream.
    package func end() async throws { try await connection.end() }

    /// Ends a stream that broke: the connection is closed in the middle of the body, so that no client takes it for
    /// whole.
    package func abort() { connection.close() }
}
