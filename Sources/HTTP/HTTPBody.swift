public import ALCFSystem
import Synchronization

/// The bytes of one read of the socket, stamped when the read returned.
public struct HTTPFragment: Sendable {
    /// Time when the read returned.
    public let time: MonotonicTime
    /// Bytes that it brought.
    public let bytes: [UInt8]

    /// A fragment.
    public init(time: MonotonicTime, bytes: [UInt8]) {
        self.time = time
        self.bytes = bytes
    }
}

/// The body of a response: batches of fragments, as they arrive, once.
///
/// A slow consumer holds the server back (the connection is not read while more than 256 KiB wait). Leaving the loop
/// early, dropping the body, or cancelling the task ends the exchange on the wire.
public final class HTTPBody: AsyncSequence, Sendable {
    /// The fragments since the last call, in order.
    public typealias Element = [HTTPFragment]

    let channel: BodyChannel

    init(channel: BodyChannel) { self.channel = channel }

    /// A body that is there already: for transports that are not a network.
    ///
    /// - Parameters:
    ///   - failure: what the body ends with after the fragments; nil for a good end.
    ///   - timings: the times of the exchange that brought them, where there was one.
    public convenience init(fragments: [HTTPFragment], failure: HTTPError? = nil, timings: HTTPTimings? = nil) {
        let channel = BodyChannel(queued: fragments.first?.time ?? .now, resume: {}, cancel: {})
        for fragment in fragments { channel.append(fragment) }
        if let timings { channel.note(timings) }
        channel.finish(failure.map { .failure($0) } ?? .success(()))
        self.init(channel: channel)
    }

    deinit { channel.abandon() }

    /// Times of the exchange that are known by now.
    public var timings: HTTPTimings { channel.timings }

    /// The first bytes of the body, which can be read afterwards all the same: `count` of them where there are so many.
    public func beginning(_ count: Int) async -> [UInt8] { await channel.beginning(count) }

    /// Hands the body to a sink, which keeps it: it can be read by nothing else.
    ///
    /// What has come by now is delivered by the caller's thread before this returns, all later by the thread that
    /// carries the exchange. The sink must hold the body until its end, or the exchange is ended on the wire.
    public func deliver(to sink: any HTTPBodySink) {
        if channel.claim() {
            channel.deliver(to: sink)
        } else {
            sink.end(HTTPError(.other, "the body can be read only once, and has been read"))
        }
    }

    /// Hands the body to a sink, and returns when that wants no more but the end, or all is over.
    func carry(to sink: any HTTPBodySink) async {
        deliver(to: sink)
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in channel.whenReleased { continuation.resume() } }
        } onCancel: {
            abandon()
        }
    }

    /// Ends the exchange on the wire, unless it has ended.
    public func abandon() { channel.abandon() }

    /// Says that nothing more is wanted but the end, which has so many seconds to come, so that the connection can be
    /// used again; then the exchange is ended here.
    public func expectEnd(within seconds: Double) { channel.expectEnd(within: seconds) }

    /// The one iterator: the body can be read once, and a second iterator throws.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(lease: channel.claim() ? Lease(body: self) : nil)
    }

    /// Gives out batches until the end.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let lease: Lease?

        /// The fragments that arrived since the last call; waits for at least one. Nil at a good end.
        ///
        /// - Throws: ``HTTPError`` once everything that was received has been given out.
        public mutating func next() async throws -> [HTTPFragment]? {
            guard let lease else { throw HTTPError(.other, "the body can be read only once, and has been read") }
            return try await lease.body.channel.next()
        }
    }

    /// Ends the exchange when the iterator goes away before the body's end, even if the response is kept.
    fileprivate final class Lease: Sendable {
        let body: HTTPBody
        init(body: HTTPBody) { self.body = body }
        deinit { body.channel.abandon() }
    }

    /// The whole body.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that are taken.
    ///   - progressLimit: seconds within which something else than white space must come, with which some servers show
    ///     that they are alive; nil for no limit.
    /// - Throws: ``HTTPError`` with code `tooLarge` beyond `limit` bytes, `timeoutIdle` beyond the other limit, or what
    ///   ended the exchange.
    public func collect(upTo limit: Int = 16 << 20, progressLimit: Double? = nil) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        var lastProgress: MonotonicTime?
        for try await batch in self {
            for fragment in batch {
                if fragment.bytes.contains(where: { $0 > 0x20 }) { lastProgress = fragment.time }
                let last = lastProgress ?? fragment.time
                lastProgress = last
                if let progressLimit, fragment.time.seconds(since: last) > progressLimit {
                    throw HTTPError(
                        .timeoutIdle, "nothing but white space came for \(progressLimit) s", timings: timings)
                }
                guard bytes.count + fragment.bytes.count <= limit else {
                    throw HTTPError(.tooLarge, "the answer is larger than \(limit) bytes", timings: timings)
                }
                bytes.append(contentsOf: fragment.bytes)
            }
        }
        return bytes
    }
}
