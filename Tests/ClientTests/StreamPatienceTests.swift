import ALCFHTTP
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFClient
@testable import ALCFLoad

/// How long is waited for what, and what counts as something.
@Suite(.tags(.watchesTheClock)) struct StreamPatienceTests {
    private func at(_ seconds: Double, _ text: String) -> HTTPFragment {
        HTTPFragment(time: MonotonicTime(nanoseconds: 0).advanced(by: seconds), bytes: Array(text.utf8))
    }

    private let piece = Transcript.sophiaPiece("Hel")

    /// Signs of life that are no progress, and those that are.
    @Test(arguments: [
        (": ping\n\n", false), ("\n\n", false), ("data: \n\n", false), ("event: ping\n\n", false),
        (#"data: {"choices":[{"index":0,"delta":{},"finish_reason":null}]}"# + "\n\n", false),
        (#"data: {"choices":[{"index":0,"delta":{"content":""},"finish_reason":null}]}"# + "\n\n", false),
        (Transcript.sophiaPiece("x"), true),
        (#"data: {"choices":[{"index":0,"delta":{"reasoning":"x"}}]}"# + "\n\n", true),
    ])
    func commentsAreBytesAndNoProgress(sign: String, isProgress: Bool) async throws {
        let signs = (1...20).map { at(Double($0) * 10, sign) }
        let end = at(201, Transcript.sophiaPiece("lo", finish: "\"stop\"") + Transcript.done)
        let transport = ScriptedTransport([.fragments([at(0, piece)] + signs + [end])])
        let subject = InferenceClient(
            tokens: nil, transport: transport, timeouts: .init(progress: .seconds(60)), retry: .none, limiter: nil)
        let endpoint = ModelEndpoint(name: "x", baseURL: try HTTPURL("http://127.0.0.1:1/v1"))
        let collected = try await subject.stream(question, at: endpoint).collect()
        #expect(collected.end.error?.code == (isProgress ? nil : .timeout))
        #expect(collected.end.error?.message.contains("60.0 s") ?? isProgress)
        #expect(collected.answer.content.hasPrefix("Hel"))
        // The benchmark ends the exchange itself.
        let measuring = InferenceClient(
            tokens: nil, transport: ScriptedTransport([.fragments([at(0, piece)] + signs + [end])]),
            timeouts: .init(progress: .seconds(60)), retry: .none, limiter: nil)
        let route = try MeasuringRoute(measuring, endpoint, isStreaming: true)
        let exchange = await withCheckedContinuation { continuation in
            route.send([], authorization: nil, keepsText: true) { continuation.resume(returning: $0) }
        }
        #expect(exchange.result().failure?.code == (isProgress ? nil : .timeout))
    }

    /// White space before a document is a sign of life too.
    @Test func blanksAreNoProgress() async throws {
        let pieces = (0...20).map { at(Double($0) * 10, " ") } + [at(201, Transcript.metisCompletion)]
        let endpoint = ModelEndpoint(name: "x", baseURL: try HTTPURL("http://127.0.0.1:1/v1"))
        func ask(_ limit: Double) async -> ClientError? {
            let subject = InferenceClient(
                tokens: nil, transport: ScriptedTransport([.fragments(pieces)]),
                timeouts: .init(progress: .seconds(limit)),
                retry: .none, limiter: nil)
            return await clientError { try await subject.chat(question, at: endpoint) }
        }
        #expect(await ask(60)?.code == .timeout)
        #expect(await ask(300) == nil)
    }

    @Test func limitsForEachKindOfAnswer() throws {
        let (metis, own) = (
            try ModelEndpoint(cluster: "metis"),
            ModelEndpoint(name: "own", baseURL: try HTTPURL("http://127.0.0.1:1/v1"))
        )
        let usual = InferenceClient.Timeouts()
        #expect(usual.limits(at: metis, isStreaming: true).firstByte == .seconds(150))
        // An answer in one piece begins when it is whole, be it after 340 s.
        #expect(usual.limits(at: own, isStreaming: false).firstByte ?? .zero > .seconds(600))
        #expect(usual.limits(at: metis, isStreaming: false).total == nil)
        let short = usual.limited(idle: nil, total: .seconds(5))
        for endpoint in [metis, own] {
            for isStreaming in [true, false] {
                #expect(short.limits(at: endpoint, isStreaming: isStreaming).total == .seconds(5))
            }
        }
        #expect(short.service.total == .seconds(5) && short.progress == .seconds(330))
        let idle = usual.limited(idle: .seconds(7), total: nil)
        #expect(idle.limits(at: metis, isStreaming: true).firstByte == .seconds(7) && idle.progress == .seconds(7))
        #expect(idle.limits(at: own, isStreaming: false).idle == .seconds(7))
        // What may take an hour in all may take an hour to begin.
        #expect(
            usual.limited(idle: nil, total: .seconds(3600)).limits(at: metis, isStreaming: true).firstByte
                == .seconds(3600))
    }

    @Test func theWholeIsAllAttemptsTogether() async throws {
        let clock = TestClock()
        let busy = ScriptedTransport.Step.answer(429, #"{"detail":"Too many requests."}"#, extra: ["retry-after": "4"])
        let transport = ScriptedTransport([busy, busy, busy])
        let subject = InferenceClient(
            tokens: nil, transport: transport,
            timeouts: InferenceClient.Timeouts().limited(idle: nil, total: .seconds(10)),
            retry: clock.policy(random: 0), limiter: nil)
        let endpoint = ModelEndpoint(name: "x", baseURL: try HTTPURL("http://127.0.0.1:1/v1"))
        #expect(await clientError { try await subject.chat(question, at: endpoint) }?.code == .rateLimited)
        #expect(transport.asked.map(\.timeouts.total) == [.seconds(10), .seconds(6), .seconds(2)])
        #expect(clock.slept == [4, 4])
    }

    /// A server that keeps the connection open after the marker of the end.
    @Test(arguments: [nil, ": still here\n\n"]) func nobodyWaitsAfterTheEnd(more: String?) async throws {
        let server = try await ScriptedServer.start { _ in
            var steps: [ScriptedServer.Step] = [
                .send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"),
                .send(Transcript.sophiaPiece("Hello", finish: "\"stop\"") + Transcript.done),
            ]
            for _ in 0..<600 { steps += [.wait(50)] + (more.map { [.send($0)] } ?? []) }
            return steps
        }
        let subject = InferenceClient(tokens: nil, transport: HTTPClient(), retry: .none, limiter: nil)
        let endpoint = ModelEndpoint(name: "x", baseURL: try HTTPURL("\(server.url)/v1"))
        let begin = MonotonicTime.now
        let stream = try await subject.stream(question, at: endpoint)
        #expect(try await stream.collect().get().content == "Hello")
        // The server goes on for half a minute, and the limit on silence is two and a half.
        #expect(MonotonicTime.now.seconds(since: begin) < 25)
        let route = try MeasuringRoute(subject, endpoint, isStreaming: true)
        let exchange = await withCheckedContinuation { continuation in
            route.send([], authorization: nil, keepsText: true) { continuation.resume(returning: $0) }
        }
        let answer = exchange.result()
        #expect(answer.failure == nil && answer.recording?.text == "Hello")
        // It ended when its end came, and not when the connection was given up.
        let (ended, last) = (try #require(answer.timings?.ended), try #require(answer.recording?.lastToken))
        #expect(ended.seconds(since: last) < StreamPatience.afterDone)
        await server.stop()
    }

    /// A connection whose response is finished soon after the marker is used again.
    @Test func aFinishedConnectionIsKept() async throws {
        let server = try await ScriptedServer.start { _ in
            let body = Transcript.sophiaPiece("Hello", finish: "\"stop\"") + Transcript.done
            return [
                .send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"),
                .send("\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n"), .wait(20), .send("0\r\n\r\n"),
            ]
        }
        let subject = InferenceClient(tokens: nil, transport: HTTPClient.patient, retry: .none, limiter: nil)
        let endpoint = ModelEndpoint(name: "x", baseURL: try HTTPURL("\(server.url)/v1"))
        for _ in 0..<3 {
            #expect(try await subject.stream(question, at: endpoint).collect().get().content == "Hello")
        }
        #expect(server.requests.count == 3 && server.connections == 1)
        await server.stop()
    }
}
