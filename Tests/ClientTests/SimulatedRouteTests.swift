import ALCFAuth
import ALCFClient
import ALCFCrypto
import ALCFHTTP
import ALCFJSON
import ALCFSimulator
import TestSupport
import Testing

/// The client against the simulated gateway, over a real connection.
@Suite struct SimulatedRouteTests {
    private static func token(_ simulator: Simulator) throws -> Secret {
        let tokens = try simulator.issueTokens()
        return try #require(tokens.first { $0.resourceServer == SimulatedGlobus.gatewayID }).accessToken
    }

    private static func client(
        _ simulator: Simulator, retry: InferenceClient.RetryPolicy = .standard
    ) throws -> InferenceClient {
        InferenceClient(
            baseURL: try HTTPURL(simulator.gatewayBaseURL), tokens: StaticTokenProvider(try token(simulator)),
            transport: HTTPClient(), retry: retry)
    }

    @Test func embeddingsAreTheSameEitherWay() async throws {
        try await withSimulator { simulator in
            let client = try Self.client(simulator)
            let endpoint = try client.endpoint(cluster: "sophia")
            var request = EmbeddingRequest(model: "openai/gpt-oss-20b", input: ["one", "two"], dimensions: 8)
            let numbers = try await client.embed(request, at: endpoint)
            request.encoding = .base64
            let text = try await client.embed(request, at: endpoint)
            #expect(numbers.vectors.map(\.count) == [8, 8])
            #expect(numbers.vectors == text.vectors)
            #expect(numbers.vectors[0] != numbers.vectors[1])
            request.model = "gpt-oss-120b"
            let metis = try client.endpoint(cluster: "metis")
            let refused = request
            #expect(await clientError { try await client.embed(refused, at: metis) }?.code == .unsupported)
        }
    }

    @Test func completionsAndResponses() async throws {
        try await withSimulator { simulator in
            let client = try Self.client(simulator)
            let endpoint = try client.endpoint(cluster: "metis")
            let request = CompletionRequest(model: "gpt-oss-120b", prompt: .text("Once upon a time"), maxTokens: 12)
            let whole = try await client.complete(request, at: endpoint)
            #expect(!whole.text.isEmpty && whole.usage?.completionTokens != nil)
            let streamed = try await client.stream(request, at: endpoint).collect().get()
            #expect(streamed.content == whole.text)
            let response = try await client.respond(
                ResponsesRequest(model: "gpt-oss-120b", input: .text("Once upon a time")), at: endpoint)
            #expect(!response.text.isEmpty && response.status == "completed")
            let sophia = try client.endpoint(cluster: "sophia")
            let streaming = ResponsesRequest(model: "openai/gpt-oss-120b", input: .text("Hi"))
            let error = await clientError { try await client.stream(streaming, at: sophia) }
            #expect(error?.code == .unsupported && error?.message.contains("Streaming is not supported") == true)
        }
    }

    private static let batch = BatchRequest(
        model: "openai/gpt-oss-120b", inputFile: "/eagle/x.jsonl", outputFolder: "/eagle/y")

    /// It takes minutes here, so that it is under way however slow this machine is.
    @Test func aBatchUnderWay() async throws {
        try await withSimulator(SimulatorConfiguration(speed: 0.1)) { simulator in
            let client = try Self.client(simulator)
            let sophia = try client.endpoint(cluster: "sophia")
            let batch = try await client.submitBatch(Self.batch, at: sophia)
            #expect(batch.status == .pending)
            #expect(await clientError { try await client.submitBatch(Self.batch, at: sophia) }?.code == .batchPending)
            #expect(await clientError { try await client.batchResult(batch.id) }?.code == .batchPending)
        }
    }

    @Test func aBatchToItsEnd() async throws {
        try await withSimulator(SimulatorConfiguration(speed: 60)) { simulator in
            let client = try Self.client(simulator)
            let sophia = try client.endpoint(cluster: "sophia")
            let batch = try await client.submitBatch(Self.batch, at: sophia)
            #expect(
                try await client.waitForBatch(batch.id, every: .milliseconds(100), timeout: .seconds(300)) == .completed
            )
            let listed = try await client.batches()
            #expect(listed.map(\.id) == [batch.id] && listed[0].completedAt != nil)
            let result = try await client.batchResult(batch.id)
            #expect(result.resultsFile == "/eagle/y/results.jsonl" && result.responses == 10)
            let metis = try client.endpoint(cluster: "metis")
            #expect(await clientError { try await client.submitBatch(Self.batch, at: metis) }?.code == .unsupported)
            let unknown = BatchTests.id
            #expect(await clientError { try await client.batchStatus(unknown) }?.code == .notFound)
        }
    }

    /// Bursts of refusals are waited out, and every one is told of.
    @Test func aQuestionThroughFaults() async throws {
        let configuration = SimulatorConfiguration(
            speed: 200, seed: 3, faults: [Fault(.tooManyRequests, probability: 0.4)])
        try await withSimulator(configuration) { simulator in
            let policy = InferenceClient.RetryPolicy(
                maximumRetries: 20, firstWait: .milliseconds(10), maximumWait: .milliseconds(50))
            let client = try Self.client(simulator, retry: policy)
            let endpoint = try client.endpoint(cluster: "metis")
            for _ in 0..<8 {
                let answer = try await client.chat(question, at: endpoint)
                #expect(!answer.content.isEmpty)
            }
            #expect(simulator.requestLog().contains { $0.status == 429 })
        }
    }
}
