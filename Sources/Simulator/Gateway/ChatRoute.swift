import ALCFJSON
import ALCFSystem
import Synchronization

/// `POST /{cluster}/{framework}/v1/chat/completions` and its neighbours, with the gateway's checks in the gateway's
/// order.
final class ChatRoute: Sendable {
    private let configuration: SimulatorConfiguration
    private let catalog: Catalog
    /// Number of requests to each cluster so far, by which jitter and faults are drawn.
    private let counts = Mutex<[SimulatedCluster: Int]>([:])
    private let memory: Mutex<ServiceMemory>
    /// The zero of the memory's time.
    private let start: MonotonicTime
    /// The calendar time at that zero.
    private let began: CalendarTime
    /// Seed of all but the factors of days, which one seed gives to simulators of many days.
    private let seed: UInt64

    init(configuration: SimulatorConfiguration, catalog: Catalog) {
        self.configuration = configuration
        self.catalog = catalog
        let began = configuration.calendar.start
        // Simulators of other times scatter otherwise, as sessions do.
        var generator = SeededGenerator(configuration.seed, "began", began.map { "\($0.seconds)" } ?? "")
        seed = began == nil ? configuration.seed : generator.next()
        self.began = began ?? CalendarTime(seconds: configuration.clock.now())
        memory = Mutex(ServiceMemory(configuration.memory, seed: seed))
        start = configuration.time()
    }

    func response(
        to request: SimulatedRequest, cluster name: String, framework: String, endpoint: String
    ) -> SimulatedResponse {
        guard request.body.count <= ChatRequest.largestBody else { return GatewayErrors.crash(id: errorID(name)) }
        // A route that no simulated cluster has is refused further below, after what the gateway checks before.
        let route = InferenceEndpoint(rawValue: endpoint)
        let chat: ChatRequest
        switch ChatRequest.read(request.body, for: route ?? .chat) {
        case .refused(let response): return response
        case .request(let read): chat = read
        }
        guard let cluster = SimulatedCluster(rawValue: name) else { return GatewayErrors.noCluster(name) }
        guard !configuration.maintenance.contains(cluster) else { return GatewayErrors.maintenance(name) }
        guard framework == cluster.framework else {
            return GatewayErrors.unsupportedFramework(framework, cluster: name)
        }
        guard let route, cluster.endpoints.contains(route) else {
            return GatewayErrors.unsupportedEndpoint(endpoint, cluster: name)
        }
        guard let model = catalog.model(chat.model, of: cluster) else {
            return GatewayErrors.noEndpoint(slug: Catalog.slug(chat.model, cluster: cluster))
        }
        if chat.streams, route == .responses || route == .embeddings { return GatewayErrors.noStreaming(route) }
        if let refusal = Self.refusal(of: model, on: cluster) { return refusal }
        return answer(chat, model: model, cluster: cluster)
    }

    private func answer(_ chat: ChatRequest, model: SimulatedModel, cluster: SimulatedCluster) -> SimulatedResponse {
        let number = counts.withLock { counts in
            counts[cluster, default: 0] += 1
            return counts[cluster, default: 0]
        }
        let fault = Fault.drawn(
            from: configuration.faults, seed: seed, cluster: cluster, request: number)
        switch fault {
        case .tooManyRequests: return GatewayErrors.tooManyRequests
        case .unauthorized: return GatewayErrors.inactiveToken
        case .unavailable: return Self.notReady(model, on: cluster)
        case .crash: return GatewayErrors.crash(id: errorID("\(number)"))
        default: break
        }
        var latency = configuration.latency[cluster] ?? .measured(cluster)
        latency.fixed += configuration.queue[cluster] ?? 0
        let completion = Completion(
            chat, model: model.name, cluster: cluster, latency: latency, number: number, seed: seed,
            speed: configuration.speed, prefill: configuration.prefill[cluster] ?? 0,
            conditions: conditions(chat, cluster), now: configuration.clock.now())
        switch chat.endpoint {
        case .embeddings:
            return GatewayErrors.json(
                200, EmbeddingAnswer.body(chat.raw, model: model.name, promptTokens: completion.promptTokens))
        case .responses: return GatewayErrors.json(200, ResponsesStyle.whole(completion))
        case .chat, .completions: break
        }
        return chat.streams
            ? ChatStream.response(completion, includesUsage: chat.includesUsage, fault: fault)
            : WholeAnswer.response(completion, fault: fault)
    }

    private func conditions(_ chat: ChatRequest, _ cluster: SimulatedCluster) -> LoadConditions {
        let passage = PassageQuestion(prompt: chat.lastMessage)?.passage ?? chat.lastMessage
        return memory.withLock { memory in
            // Read under the lock, so that requests come in order of time.
            let time = configuration.time().seconds(since: start) * configuration.speed
            var conditions = memory.conditions(cluster, passage: passage, at: time)
            var now = began
            now.seconds += time
            conditions.factor *= configuration.calendar.factor(cluster, at: now, seed: configuration.seed)
            return conditions
        }
    }

    // MARK: Models that do not answer

    private static func refusal(of model: SimulatedModel, on cluster: SimulatedCluster) -> SimulatedResponse? {
        switch (model.state, cluster) {
        case (.running, _): nil
        case (.offline, .sophia):
            GatewayErrors.unavailable("Endpoint '\(Catalog.slug(model.name, cluster: cluster))' is offline.")
        default: notReady(model, on: cluster)
        }
    }

    private static func notReady(_ model: SimulatedModel, on cluster: SimulatedCluster) -> SimulatedResponse {
        switch cluster {
        case .metis: GatewayErrors.unavailable("'\(model.name)' is not currently live on Metis.")
        case .sophia:
            GatewayErrors.unavailable(
                "Error: Endpoint \(Catalog.slug(model.name, cluster: cluster)) online but not ready to receive tasks. "
                    + "Please try again later.")
        }
    }

    private func errorID(_ word: String) -> String {
        var generator = SeededGenerator(configuration.seed, "error", word)
        return generator.hex(32)
    }
}
