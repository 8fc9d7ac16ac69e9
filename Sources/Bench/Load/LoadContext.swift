import ALCFClient
import ALCFHTTP
import ALCFRecord
import ALCFSystem

/// Values that all stages of a run share.
final class LoadContext: Sendable {
    let routes: [MeasuringRoute]
    let credentials: CredentialKeeper
    let bodies: RequestBodies
    let prompts: [Prompt]
    let options: BenchmarkOptions
    /// Conversations from before the run was continued.
    let history: ConversationHistory
    /// Whether the answer to a prompt must be kept: to be scored, or to be sent with the next turn.
    let keepsText: [Bool]

    /// See ``StageRules/phase``.
    private let phase: Double
    /// Told of each request that begins, by its number.
    let noteBegin: (@Sendable (Int) -> Void)?

    /// - Throws: `ClientError` for a target that must not be sent what it would be.
    init(
        targets: [BenchmarkTarget], phase: Double = 0, prompts: [Prompt], options: BenchmarkOptions, done: [Sample],
        transport: (any HTTPTransport)?, noteBegin: (@Sendable (Int) -> Void)? = nil
    ) throws {
        self.noteBegin = noteBegin
        self.phase = phase
        self.prompts = prompts
        self.options = options
        history = ConversationHistory(done, prompts: prompts, targets: targets.map(\.name))
        keepsText = prompts.indices.map { index in
            !prompts[index].answers.isEmpty || prompts.indices.contains(index + 1) && prompts[index + 1].turn > 0
        }
        routes = try targets.map { target in
            try MeasuringRoute(
                target.client, target.endpoint, route: target.api.route, isStreaming: options.isStreaming,
                total: options.requestTimeout,
                version: options.usesHTTP2 ? .http2 : .http1, transport: transport)
        }
        credentials = CredentialKeeper(routes)
        bodies = RequestBodies(targets: targets, prompts: prompts, options: options)
    }

    /// Opens what the load will need before its clock starts, one target after the other.
    ///
    /// Only for a closed loop of several requests: how many an open loop needs, nobody knows before. Not where requests
    /// are limited: the service would count these too.
    func openConnections() async {
        guard options.rate == nil, options.concurrency > 1 else { return }
        for (target, route) in routes.enumerated() where !isLimited(target) {
            await route.openConnections(min(options.concurrency, options.connections ?? .max))
        }
    }

    /// The rules of a stage.
    ///
    /// - Parameter end: when a closed loop begins nothing more; nil for never.
    func rules(until end: MonotonicTime?) -> StageRules {
        StageRules(
            concurrency: options.concurrency, ramp: options.ramp, phase: phase, think: options.think,
            maxInFlight: options.maxInFlight,
            end: end, pacedTargets: Set(routes.indices.filter(isLimited)))
    }

    /// Whether requests to a target are under the service's limit.
    func isLimited(_ target: Int) -> Bool {
        options.maxRate != nil && routes[target].endpoint.credentials == .service
    }
}
