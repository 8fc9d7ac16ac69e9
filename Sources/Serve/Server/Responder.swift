package import ALCFJSON
import Synchronization

/// The way back to one client: a head, then the body in pieces, then the end.
package final class Responder: Sendable {
    private let writer: AnswerWriter
    private let fields = Mutex<[(name: String, value: String)]>([])

    init(_ writer: AnswerWriter) { self.writer = writer }

    /// Fields that every answer to this request has.
    package var headers: [(name: String, value: String)] {
        get { fields.withLock { $0 } }
        set { fields.withLock { $0 = newValue } }
    }

    /// Sends an answer in one piece.
    ///
    /// - Throws: `CancellationError` where the client has gone away, as do the others.
    package func send(
        _ status: Int, _ body: [UInt8], type: String = "application/json",
        headers: [(name: String, value: String)] = []
    ) throws {
        // 204 has no body, and must not give its length.
        let form = status == 204 ? [] : [("Content-Type", type), ("Content-Length", String(body.count))]
        try writer.begin(status, form + headers + self.headers, body, isWhole: true)
    }

    /// Sends a document.
    package func send(_ status: Int, _ json: JSONValue, headers: [(name: String, value: String)] = []) throws {
        try send(status, json.serializedBytes(), headers: headers)
    }

    /// Begins a stream of events, with the first of them, or with all.
    func begin(_ bytes: [UInt8], headers: [(name: String, value: String)], isLast: Bool = false) throws {
        let form = [("Content-Type", "text/event-stream; charset=utf-8"), ("Cache-Control", "no-cache")]
        try writer.begin(200, form + headers + self.headers, bytes, isWhole: false, isLast: isLast)
    }

    /// Sends more of a stream that was begun.
    func send(_ bytes: [UInt8], isLast: Bool = false) throws { try writer.send(bytes, isLast: isLast) }

    /// Whether the client takes more now; `resume` is called once it does.
    func hasRoom(orElse resume: @escaping @Sendable () -> Void) -> Bool { writer.hasRoom(orElse: resume) }

    /// Ends a stream that broke: the connection is closed in the middle of the body, so that no client takes it for
    /// whole.
    package func abort() { writer.close() }
}
