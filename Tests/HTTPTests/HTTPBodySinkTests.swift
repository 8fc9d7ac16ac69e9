import ALCFSystem
import Synchronization
import Testing

@testable import ALCFHTTP

/// Bodies that are handed to a sink.
struct HTTPBodySinkTests {
    private final class Sink: HTTPBodySink {
        struct State {
            var text = ""
            var reads = 0
            var ends: [HTTPError.Code?] = []
            var isFull = false
            var resume: (@Sendable () -> Void)?
        }

        let state = Mutex(State())

        func hasRoom(orElse resume: @escaping @Sendable () -> Void) -> Bool {
            state.withLock { state in
                if state.isFull { state.resume = resume }
                return !state.isFull
            }
        }

        func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) {
            let text = String(decoding: bytes.copy, as: UTF8.self)
            state.withLock { $0.text += text }
        }

        func readEnded() { state.withLock { $0.reads += 1 } }
        func end(_ error: HTTPError?) { state.withLock { $0.ends.append(error?.code) } }
    }

    private final class Calls: Sendable {
        let resumed = Atomic<Int>(0)
        let cancelled = Atomic<Int>(0)
    }

    private let sink = Sink()
    private let calls = Calls()
    private let channel: BodyChannel
    private let body: HTTPBody

    init() {
        let calls = self.calls
        channel = BodyChannel(
            queued: MonotonicTime(nanoseconds: 0), resume: { calls.resumed.add(1, ordering: .relaxed) },
            cancel: { calls.cancelled.add(1, ordering: .relaxed) })
        body = HTTPBody(channel: channel)
    }

    private func offer(_ text: String) -> BodyChannel.Offer {
        channel.offer(Array(text.utf8).span, at: MonotonicTime(nanoseconds: 1))
    }

    private var text: String { sink.state.withLock { $0.text } }
    private var ends: [HTTPError.Code?] { sink.state.withLock { $0.ends } }

    @Test func aBodyThatIsThereIsDeliveredAtOnce() {
        let fragments = ["a", "b"].map { HTTPFragment(time: MonotonicTime(nanoseconds: 1), bytes: Array($0.utf8)) }
        HTTPBody(fragments: fragments).deliver(to: sink)
        #expect(text == "ab")
        #expect(ends == [nil])
    }

    @Test func piecesBeforeAndBehindComeInTheirOrder() {
        #expect(offer("a") == .taken)
        body.deliver(to: sink)
        #expect(text == "a")
        #expect(offer("b") == .taken)
        channel.readEnded()
        #expect(text == "ab")
        #expect(sink.state.withLock { $0.reads } == 2)
        #expect(body.timings.bytesReceived == 2)
        channel.finish(.success(()))
        channel.finish(.failure(HTTPError(.disconnected, "again")))
        #expect(ends == [nil])
    }

    @Test func aSinkWithoutRoomHoldsTheSenderBack() {
        body.deliver(to: sink)
        sink.state.withLock { $0.isFull = true }
        #expect(offer("a") == .full)
        #expect(text == "")
        #expect(calls.resumed.load(ordering: .relaxed) == 0)
        let resume = sink.state.withLock { state in
            state.isFull = false
            return state.resume
        }
        resume?()
        #expect(calls.resumed.load(ordering: .relaxed) == 1)
        #expect(offer("a") == .taken)
        #expect(text == "a")
    }

    @Test func anAbandonedBodyEndsOnTheWire() {
        body.deliver(to: sink)
        body.abandon()
        #expect(calls.cancelled.load(ordering: .relaxed) == 1)
        #expect(ends == [.cancelled])
        _ = offer("late")
        #expect(text == "")
    }

    @Test func aBodyIsReadOnce() {
        _ = body.makeAsyncIterator()
        body.deliver(to: sink)
        #expect(ends == [.other])
    }
}
