import ALCFClient
import ALCFHTTP
import ALCFSystem
import Synchronization
import TestSupport
import Testing

@Suite struct RequestLimiterTests {
    @Test func onlySoManyWithinAnySpan() async throws {
        let clock = TestClock(.leavesTheClock)
        let subject = RequestLimiter(count: 3, window: .seconds(1), clock: clock)
        for _ in 0..<8 { try await subject.admit() }
        // Three at once, three a second later, two another second later.
        #expect(clock.slept == [1, 1, 1, 2, 2])
        clock.advance(by: 2.5)
        // Of the last three, one began at 1 and two at 2; a span of a second from 2.5 holds two already.
        try await subject.admit()
        #expect(clock.slept.count == 5)
        try await subject.admit()
        #expect(clock.slept.last == 0.5)
    }

    @Test func aWaitThatIsTooLongIsRefusedAndTakesNoTurn() async throws {
        let clock = TestClock(.leavesTheClock)
        let subject = RequestLimiter(count: 1, window: .seconds(1), longestWait: .seconds(2), clock: clock)
        for _ in 0..<3 { try await subject.admit() }
        for _ in 0..<5 {
            let error = await clientError { try await subject.admit() }
            #expect(error?.code == .rateLimited)
            #expect(error?.retryAfter == 2)
        }
        #expect(clock.slept == [1, 2])
        clock.advance(by: 1.5)
        try await subject.admit()
        #expect(clock.slept.last == 1.5)
    }

    @Test func inEverySpanWhateverTheCallers() async throws {
        let subject = RequestLimiter(count: 10, window: .seconds(1), clock: TestClock(.leavesTheClock))
        let sorted = try await withThrowingTaskGroup(of: Double.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    var wait = 0.0
                    try await subject.admit { wait = $0.seconds }
                    return wait
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted()
        }
        #expect(zip(sorted, sorted.dropFirst(10)).allSatisfy { $1 - $0 >= 0.999 })
        #expect(sorted.last == 19)
    }

    @Test func theGatewaysRequestsShareOne() async throws {
        let clock = TestClock()
        let notes = Mutex<[String]>([])
        let answer = #"{"status":"ok","choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}"#
        let transport = ScriptedTransport(Array(repeating: .answer(200, answer), count: 9))
        let subject = InferenceClient(
            tokens: ScriptedTokens(), transport: transport, retry: .none,
            limiter: RequestLimiter(count: 2, window: .seconds(1), clock: clock),
            notify: { note in notes.withLock { $0.append(note.description) } })
        let copy = subject
        _ = try await subject.health()
        _ = try await copy.whoami()
        #expect(clock.slept.isEmpty)
        _ = try await copy.chat(question, at: copy.endpoint(cluster: "metis"))
        #expect(clock.slept == [1])
        #expect(notes.withLock { $0 } == ["waiting 1.0 s: the gateway takes ten requests a second"])
        // Another server has nothing to do with it.
        let mine = ModelEndpoint(name: "mine", baseURL: try HTTPURL("https://example.org/v1"))
        for _ in 0..<4 { _ = try await subject.chat(question, at: mine) }
        #expect(clock.slept == [1])
    }
}
