import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

@Suite struct ModelWaiterTests {
    private static func jobs(_ list: String, status: String) -> ScriptedTransport.Step {
        .answer(
            200, #"{"\#(list)":[{"Models":"org/a,org/Big","Model Status":"\#(status)","Estimated Start Time":"soon"}]}"#
        )
    }
    private static let offline = ScriptedTransport.Step.answer(200, "{}")
    private static let queued = jobs("queued", status: "queued")
    private static let starting = jobs("running", status: "starting")
    private static let running = jobs("running", status: "running")

    private func wait(
        _ steps: [ScriptedTransport.Step], _ clock: TestClock = TestClock(), timeout: Double = 1800,
        offlineTimeout: Double? = nil, onProgress: (ModelWaiter.Progress) -> Void = { _ in }
    ) async throws -> Job? {
        let waiter = ModelWaiter(
            interval: .seconds(30), timeout: .seconds(timeout), offlineTimeout: offlineTimeout.map { .seconds($0) },
            clock: clock)
        return try await client(ScriptedTransport(steps)).waitUntilLive(
            model: "org/big", cluster: "Sophia", waiter: waiter, onProgress: onProgress)
    }

    @Test func throughAllStates() async throws {
        let clock = TestClock()
        var seen: [ModelWaiter.Progress] = []
        let steps = [Self.offline, Self.queued, .answer(503, "{}"), Self.starting, Self.running]
        let job = try await wait(steps, clock) { seen.append($0) }
        #expect(job?.models == ["org/a", "org/Big"])
        #expect(seen.map(\.state) == [.offline, .queued, nil, .starting, .running])
        #expect(seen.map(\.elapsed.seconds) == [0, 30, 60, 90, 120])
        #expect(seen[1].job?.estimatedStart == "soon" && seen[0].job == nil)
        #expect(seen[2].failure?.code == .unavailable)
        #expect(clock.slept == [30, 30, 30, 30])
    }

    @Test func itGivesUp() async throws {
        let clock = TestClock()
        let error = await clientError { try await wait(Array(repeating: Self.queued, count: 9), clock, timeout: 100) }
        #expect(error?.code == .timeout && error?.category == .tryAgain)
        #expect(error?.message == "'org/big' on Sophia is still queued after 100 s")
        #expect(clock.slept == [30, 30, 30, 10])
        let never = await clientError { try await wait([.answer(503, "{}")], timeout: 0) }
        #expect(never?.message.contains("could not be looked up") == true)
        #expect((never?.underlying as? ClientError)?.code == .unavailable)
    }

    @Test func onWhatNothingWillStart() async throws {
        let clock = TestClock()
        let error = await clientError {
            try await wait(Array(repeating: Self.offline, count: 9), clock, offlineTimeout: 60)
        }
        #expect(error?.code == .notRunning && error?.isRetryable == false)
        #expect(clock.slept == [30, 30])
    }

    @Test func onWhatWillNotBeBetter() async throws {
        let error = await clientError {
            try await wait([.answer(404, ErrorTests.gateway("cluster_not_found", "no")), Self.running])
        }
        #expect(error?.code == .unknownCluster)
    }
}
