import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFSystem
import Synchronization
import TestSupport
import Testing

/// What is sent again, what is not, and how long is waited.
@Suite struct RetryTests {
    private final class Notes: Sendable {
        let all = Mutex<[ClientEvent]>([])
        var texts: [String] { all.withLock { $0.map(\.description) } }
    }

    private static func client(
        _ transport: ScriptedTransport, _ policy: InferenceClient.RetryPolicy, _ notes: Notes = Notes()
    ) -> InferenceClient {
        InferenceClient(
            tokens: ScriptedTokens(), transport: transport, retry: policy, limiter: nil,
            notify: { note in notes.all.withLock { $0.append(note) } })
    }

    private static let throttled = ScriptedTransport.Step.answer(429, #"{"detail":"Too many requests."}"#)
    private static let notReady = ScriptedTransport.Step.answer(
        503,
        ErrorTests.gateway(
            "internal_endpoint_error",
            "Error: Endpoint x online but not ready to receive tasks. Please try again later."))
    private static let answer = ScriptedTransport.Step.answer(200, Transcript.metisCompletion)

    @Test func tooManyRequestsAreSentAgain() async throws {
        let (clock, notes) = (TestClock(), Notes())
        let transport = ScriptedTransport([Self.throttled, Self.throttled, Self.notReady, Self.answer])
        let completion = try await Self.client(transport, clock.policy(), notes).chat(
            question, at: ModelEndpoint(cluster: "metis"))
        #expect(completion.content == "Hello.")
        #expect(clock.slept == [0.5, 1, 2])
        #expect(notes.texts.first == "Too many requests.; trying again in 0.5 s (attempt 2)")
        #expect(notes.texts.count == 3)
    }

    @Test func streamsAreToo() async throws {
        let clock = TestClock()
        let transport = ScriptedTransport([Self.throttled, .fragments(fragments(Transcript.metisStream))])
        let stream = try await Self.client(transport, clock.policy()).stream(
            question, at: ModelEndpoint(cluster: "metis"))
        #expect(try await stream.collect().get().content == "Hello – \u{1F44B}.")
        #expect(clock.slept == [0.5])
    }

    @Test func theServersOwnWaitIsKept() async throws {
        let clock = TestClock()
        let transport = ScriptedTransport([.answer(429, "{}", extra: ["retry-after": "7"]), Self.answer])
        _ = try await Self.client(transport, clock.policy(random: 0)).chat(
            question, at: ModelEndpoint(cluster: "metis"))
        #expect(clock.slept == [7])
    }

    @Test func jitterIsHalfAtMost() {
        let policy = InferenceClient.RetryPolicy(random: { 0 })
        #expect((0..<4).map { policy.wait(after: $0).seconds } == [0.25, 0.5, 1, 2])
        #expect(policy.wait(after: 60) == .seconds(15))
        #expect(InferenceClient.RetryPolicy(random: { 1 }).wait(after: 60) == .seconds(30))
    }

    @Test func itEnds() async throws {
        let clock = TestClock()
        let many = ScriptedTransport(Array(repeating: Self.throttled, count: 20))
        let endpoint = try ModelEndpoint(cluster: "metis")
        let error = await clientError {
            try await Self.client(many, clock.policy(maximumRetries: 3)).chat(question, at: endpoint)
        }
        #expect(error?.code == .rateLimited)
        #expect(many.asked.count == 4)
        // 0.5 + 1 + 2 + 4 are within ten seconds, the next wait of 8 is not begun.
        let bounded = ScriptedTransport(Array(repeating: Self.throttled, count: 20))
        let later = TestClock()
        _ = await clientError {
            try await Self.client(bounded, later.policy(maximumRetries: 30, totalTime: 10)).chat(question, at: endpoint)
        }
        #expect(later.slept == [0.5, 1, 2, 4])
    }

    @Test func aConnectionThatDoesNotComeAbout() async throws {
        let clock = TestClock()
        let refused = ScriptedTransport.Step.failure(HTTPError(.connect, "refused"))
        let transport = ScriptedTransport(Array(repeating: refused, count: 20))
        #expect(await clientError { try await Self.client(transport, clock.policy()).whoami() }?.code == .connection)
        #expect(clock.slept == [0.5, 1])
    }

    struct Case: Sendable {
        let step: ScriptedTransport.Step
        /// Attempts of a question, of a look, and of a question that may be repeated.
        let post: Int
        let get: Int
        let repeated: Int
    }

    @Test(arguments: [
        Case(step: throttled, post: 2, get: 2, repeated: 2), Case(step: notReady, post: 2, get: 2, repeated: 2),
        Case(step: .failure(HTTPError(.connect, "refused")), post: 2, get: 2, repeated: 2),
        Case(step: .failure(HTTPError(.dns, "no such host")), post: 2, get: 2, repeated: 2),
        Case(step: .failure(HTTPError(.timeoutConnect, "slow")), post: 2, get: 2, repeated: 2),
        Case(step: .failure(HTTPError(.disconnected, "broke")), post: 1, get: 2, repeated: 2),
        Case(step: .failure(HTTPError(.timeoutFirstByte, "slow")), post: 1, get: 1, repeated: 1),
        Case(step: .failure(HTTPError(.tls, "who")), post: 1, get: 1, repeated: 1),
        Case(step: .answer(500, "{}"), post: 1, get: 2, repeated: 2),
        Case(step: .answer(502, "<html>"), post: 1, get: 2, repeated: 2),
        Case(step: .answer(504, "{}"), post: 1, get: 2, repeated: 2),
        Case(step: .answer(400, "{}"), post: 1, get: 1, repeated: 1),
        Case(
            step: .answer(503, ErrorTests.gateway("internal_endpoint_error", "'m' is not currently live on Metis.")),
            post: 1, get: 1, repeated: 1),
        Case(
            step: .answer(503, ErrorTests.gateway("cluster_under_maintenance", "down")), post: 1, get: 1, repeated: 1),
        Case(
            step: .answer(
                500,
                ErrorTests.gateway(
                    "internal_endpoint_error",
                    #"API request failed with status code: 400\nResponse text: {\"error\":{\"message\":\"no\"}}"#)),
            post: 1, get: 1, repeated: 1),
    ])
    func whatIsSentAgain(_ expected: Case) async throws {
        let endpoint = try ModelEndpoint(cluster: "metis")
        func attempts(repeats: Bool = false, _ body: (InferenceClient) async throws -> Void) async -> Int {
            let transport = ScriptedTransport([expected.step, .answer(200, "{}")])
            try? await body(Self.client(transport, TestClock().policy(repeatsAnswers: repeats)))
            return transport.asked.count
        }
        #expect(await attempts { _ = try await $0.chat(question, at: endpoint) } == expected.post)
        #expect(await attempts { _ = try await $0.whoami() } == expected.get)
        #expect(await attempts(repeats: true) { _ = try await $0.chat(question, at: endpoint) } == expected.repeated)
    }

    @Test func whatAStreamBroughtIsNotAskedForAgain() async throws {
        let transport = ScriptedTransport([
            .fragments(fragments(Transcript.sophiaPiece("Hel")), failure: HTTPError(.disconnected, "broke")),
            Self.answer,
        ])
        let stream = try await Self.client(transport, TestClock().policy(repeatsAnswers: true)).stream(
            question, at: ModelEndpoint(cluster: "sophia"))
        let collected = try await stream.collect()
        #expect(collected.answer.content == "Hel")
        #expect(transport.asked.count == 1)
    }

    @Test func measuringSendsOnce() async throws {
        let transport = ScriptedTransport([Self.throttled, Self.answer])
        let endpoint = try ModelEndpoint(cluster: "metis")
        let subject = Self.client(transport, TestClock().policy()).measuring
        #expect(await clientError { try await subject.chat(question, at: endpoint) }?.code == .rateLimited)
        #expect(transport.asked.count == 1 && subject.limiter == nil)
    }

    @Test func givingUpWhileWaiting() async throws {
        let transport = ScriptedTransport([Self.throttled, Self.answer])
        let policy = InferenceClient.RetryPolicy(firstWait: .seconds(60), clock: TestClock(.isCancelled))
        let endpoint = try ModelEndpoint(cluster: "metis")
        let error = await clientError { try await Self.client(transport, policy).chat(question, at: endpoint) }
        #expect(error?.code == .cancelled)
        #expect(transport.asked.count == 1)
    }

    @Test func largeBodies() async throws {
        let (notes, endpoint) = (Notes(), try ModelEndpoint(cluster: "metis"))
        func ask(_ size: Int, at endpoint: ModelEndpoint) async throws -> ScriptedTransport {
            let transport = ScriptedTransport([Self.answer])
            let request = ChatRequest(model: "m", messages: [.user(String(repeating: "x", count: size))])
            _ = try await Self.client(transport, .none, notes).chat(request, at: endpoint)
            return transport
        }
        _ = try await ask(2_600_000, at: endpoint)
        #expect(notes.texts.isEmpty)
        _ = try await ask(2_700_000, at: endpoint)
        #expect(notes.texts.count == 1 && notes.texts[0].contains("2621440"))
        let error = await clientError { try await ask(10_000_000, at: endpoint) }
        #expect(error?.code == .tooLarge)
        #expect(error?.message.contains("10000000 at most") == true)
        // Other servers have limits of their own.
        let mine = ModelEndpoint(name: "mine", baseURL: try HTTPURL("https://example.org/v1"))
        #expect(try await ask(10_000_000, at: mine).asked.count == 1)
    }

    @Test func limitsOfTheClusters() throws {
        let standard = InferenceClient.Timeouts()
        let sophia = standard.limits(at: try ModelEndpoint(cluster: "sophia"), isStreaming: true)
        let metis = standard.limits(at: try ModelEndpoint(cluster: "Metis"), isStreaming: true)
        #expect((sophia.firstByte?.seconds ?? 0) >= 330 && sophia.total == nil)
        #expect(metis.firstByte == .seconds(150) && (metis.idle?.seconds ?? 0) >= 130 && metis.total == nil)
        let mine = InferenceClient.Timeouts(chat: HTTPRequest.Timeouts(firstByte: .seconds(5)))
        #expect(mine.limits(at: try ModelEndpoint(cluster: "metis"), isStreaming: true).firstByte == .seconds(5))
    }
}
