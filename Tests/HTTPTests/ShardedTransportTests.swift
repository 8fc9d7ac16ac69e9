import ALCFSystem
import Synchronization
import TestSupport
import Testing

@testable import ALCFHTTP

// Not timed: nothing may come before its time; how long after does not matter.
@Suite struct ShardedTransportTests {
    /// Counts what it is told.
    final class Follower: HTTPExchangeObserver {
        let ends = Mutex<[HTTPError.Code?]>([])
        func begin(status: Int, headers: HTTPHeaders, timings: HTTPTimings) {}
        func receive(_ bytes: Span<UInt8>, at time: MonotonicTime) -> Bool { true }
        func end(_ error: HTTPError?, timings: HTTPTimings) { ends.withLock { $0.append(error?.code) } }
    }

    @Test func everyRequestEndsOnceWhicheverLoopCarriesIt() async throws {
        let transport = ShardedTransport(loops: 3)
        let follower = Follower()
        // Nothing listens on port 1.
        let request = HTTPRequest(.get, try HTTPURL("http://127.0.0.1:1/"))
        for _ in 0..<30 { _ = transport.start(request, follower) }
        #expect(await eventually { follower.ends.withLock { $0.count } >= 30 })
        #expect(follower.ends.withLock { $0 } == Array(repeating: .connect, count: 30))
    }

    @Test func callsComeOnTheLoopsThreadAndInTime() async throws {
        let client = HTTPClient()
        let due = MonotonicTime.now.advanced(by: 0.05)
        let (isLoop, called): (Bool, MonotonicTime) = await withCheckedContinuation { continuation in
            client.call(at: due) { continuation.resume(returning: (client.isCurrentThread, .now)) }
        }
        #expect(isLoop && called >= due)
    }

    @Test func whatWaitsForItsTimeIsCalledWhenTheClientGoes() async throws {
        let order = Mutex<[Int]>([])
        await withTaskGroup { group in
            for hours in [3, 1, 2] {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        // The client lives no longer than this call.
                        HTTPClient().call(at: MonotonicTime.now.advanced(by: Double(hours) * 3600)) {
                            continuation.resume()
                        }
                    }
                }
            }
        }
        await withCheckedContinuation { continuation in
            let client = HTTPClient()
            for hours in [3, 1, 2] {
                client.call(at: MonotonicTime.now.advanced(by: Double(hours) * 3600)) {
                    let count = order.withLock { order in
                        order.append(hours)
                        return order.count
                    }
                    if count == 3 { continuation.resume() }
                }
            }
        }
        #expect(order.withLock { $0 } == [1, 2, 3])
    }

    @Test func aCancelledExchangeIsToldSo() async throws {
        let client = HTTPClient()
        let follower = Follower()
        // It takes the connection, and never answers.
        let listener = try LoopbackListener()
        let request = HTTPRequest(.get, try HTTPURL("http://127.0.0.1:\(listener.port)/"))
        client.start(request, follower).cancel()
        #expect(await eventually { follower.ends.withLock { !$0.isEmpty } })
        #expect(follower.ends.withLock { $0 } == [.cancelled])
    }
}
