import ALCFSystem
import NIOCore
import NIOHTTP1
import Synchronization

/// The writing side of a connection for one answer, for any thread.
///
/// Bytes leave at once, in one call of the kernel and on the thread that brings them. The rest of what the kernel does
/// not take is left to the connection's own loop, and until that has sent it there is no room for more.
final class AnswerWriter: Sendable {
    /// The form that an answer must have, by its request.
    struct Form: Sendable {
        /// Whether the connection serves another request afterwards.
        var keepsAlive = true
        /// Whether the client wants the head alone.
        var isHead = false
        /// Whether the client knows bodies in chunks: not with HTTP/1.0.
        var takesChunks = true
    }

    private enum Phase { case fresh, whole, chunked, ended }

    private struct State {
        var phase = Phase.fresh
        var isGone = false
        /// Number of pieces that the loop has yet to send.
        var waiting = 0
        /// Those who wait for room.
        var onRoom: [@Sendable () -> Void] = []

        mutating func takeWaiting() -> [@Sendable () -> Void] {
            defer { onRoom = [] }
            return onRoom
        }
    }

    private let form: Form
    /// Whether the connection serves another request afterwards. Without chunks, its end is a stream's end.
    var keepsAlive: Bool { form.keepsAlive && form.takesChunks }
    private let channel: any Channel
    private let socket: SocketWriter?
    private let state = Mutex(State())

    /// - Parameter socket: the same connection for any thread; nil to leave all to the loop.
    init(_ channel: any Channel, _ socket: SocketWriter?, form: Form) {
        self.channel = channel
        self.socket = socket
        self.form = form
    }

    /// Sends a head, with the first bytes of the body or with all of it.
    ///
    /// - Parameters:
    ///   - isWhole: whether the head gives the body's length, and all of it is here.
    ///   - isLast: whether nothing more comes where the head gives no length.
    /// - Throws: `CancellationError` where the client has gone away.
    func begin(
        _ status: Int, _ headers: [(name: String, value: String)], _ body: [UInt8], isWhole: Bool,
        isLast: Bool = false
    ) throws {
        let isChunked = !isWhole && form.takesChunks
        var bytes = ResponseHeadText.bytes(status, headers, isChunked: isChunked, keepsAlive: keepsAlive)
        try state.withLock { state in
            guard !state.isGone, state.phase == .fresh else {
                // Another head in the middle of an answer would be taken for a part of it.
                if !state.isGone { channel.eventLoop.execute { [self] in close() } }
                throw CancellationError()
            }
            state.phase = isWhole || isLast ? .ended : isChunked ? .chunked : .whole
            append(body, isChunked: isChunked, isLast: isLast, to: &bytes)
            try emit(bytes, &state)
        }
    }

    /// Sends more of the body.
    ///
    /// - Parameter isLast: whether these are its last bytes.
    /// - Throws: `CancellationError` where the client has gone away.
    func send(_ body: [UInt8], isLast: Bool = false) throws {
        try state.withLock { state in
            guard !state.isGone, state.phase == .chunked || state.phase == .whole else { throw CancellationError() }
            let isChunked = state.phase == .chunked
            if isLast { state.phase = .ended }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(body.count + 24)
            append(body, isChunked: isChunked, isLast: isLast, to: &bytes)
            if !bytes.isEmpty { try emit(bytes, &state) }
        }
    }

    /// Whether the whole answer was sent, as far as is known.
    var hasEnded: Bool { state.withLock { $0.phase == .ended && !$0.isGone } }

    /// Whether more can be sent now; `resume` is called once it can, or need not.
    func hasRoom(orElse resume: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { state in
            if state.waiting == 0 || state.isGone { return true }
            state.onRoom.append(resume)
            return false
        }
    }

    /// Closes the connection, whatever was sent.
    func close() { channel.close(promise: nil) }

    /// Takes note that the client has gone away.
    func gone() {
        let waiting = state.withLock { state in
            state.isGone = true
            return state.takeWaiting()
        }
        for resume in waiting { resume() }
    }

    private func emit(_ bytes: [UInt8], _ state: inout State) throws {
        var sent = 0
        if state.waiting == 0, let socket {
            guard let count = socket.send(bytes) else {
                state.isGone = true
                throw CancellationError()
            }
            if count == bytes.count { return }
            sent = count
        }
        state.waiting += 1
        let buffer = channel.allocator.buffer(bytes: bytes[sent...])
        let channel = channel
        channel.eventLoop.execute { [self] in
            channel.writeAndFlush(buffer).whenComplete { _ in self.flushed() }
        }
    }

    private func flushed() {
        let waiting = state.withLock { state in
            state.waiting -= 1
            return state.waiting == 0 ? state.takeWaiting() : []
        }
        for resume in waiting { resume() }
    }

    private func append(_ body: [UInt8], isChunked: Bool, isLast: Bool, to bytes: inout [UInt8]) {
        guard !form.isHead else { return }
        guard isChunked else {
            bytes += body
            return
        }
        if !body.isEmpty {
            bytes += String(body.count, radix: 16).utf8
            bytes += "\r\n".utf8
            bytes += body
            bytes += "\r\n".utf8
        }
        if isLast { bytes += "0\r\n\r\n".utf8 }
    }
}
