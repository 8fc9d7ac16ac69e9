import ALCFClient
import ALCFHTTP
import ALCFRecord
import ALCFSystem

/// Values that all stages of a run share.
final class LoadContext: Sendable {
    /// By target: the way to its only server, or to the first one of a fleet that this process sends to.
    let routes: [MeasuringRoute]
    /// The ways to the servers of fleets that this process sends to, by target and place of the server.
    private let fleets: [[Int: MeasuringRoute]]
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

    /// - Parameter servers: the places of the servers of each target that this process sends to; empty for a target
    ///   that is no fleet.
    /// - Throws: `ClientError` for a target that must not be sent what it would be.
    init(
        targets: [BenchmarkTarget], servers: [[Int]] = [], phase: Double = 0, prompts: [Prompt],
        options: BenchmarkOptions, done: [Sample],
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
        func route(_ target: BenchmarkTarget, _ endpoint: ModelEndpoint) throws -> MeasuringRoute {
            try MeasuringRoute(
                target.client, endpoint, route: target.api.route, isStreaming: options.isStreaming,
                total: options.requestTimeout,
                version: options.usesHTTP2 ? .http2 : .http1, transport: transport)
        }
        let fleets = try targets.enumerated().map { number, target in
            let own = servers.indices.contains(number) ? servers[number] : []
            return try Dictionary(
                uniqueKeysWithValues: own.map { ($0, try route(target, target.endpoint(ofServer: $0))) })
        }
        self.fleets = fleets
        routes = try zip(targets, fleets).map { target, fleet in
            if let first = fleet.keys.min().flatMap({ fleet[$0] }) { return first }
            return try route(target, target.endpoint)
        }
        credentials = CredentialKeeper(routes)
        bodies = RequestBodies(targets: targets, prompts: prompts, options: options)
    }

    /// The way of a request.
    func route(_ slot: Schedule.Slot) -> MeasuringRoute {
        slot.server.flatMap { fleets[slot.target][$0] } ?? routes[slot.target]
    }

    /// The ways to all servers of a target that this process sends to.
    func routes(of target: Int) -> [MeasuringRoute] {
        fleets[target].isEmpty ? [routes[target]] : fleets[target].sorted { $0.key < $1.key }.map(\.value)
    }

    /// Opens what the load will need before its clock starts, one target after the other.
    ///
    /// Only for a closed loop of several requests: how many an open loop needs, nobody knows before. Not where requests
    /// are limited: the service would count these too.
    func openConnections() async {
        guard options.rate == nil, options.concurrency > 1 else { return }
        for target in routes.indices where !isLimited(target) {
            let servers = routes(of: target)
            let needed = min(options.concurrency, options.connections ?? .max)
            for route in servers { await route.openConnections((needed + servers.count - 1) / servers.count) }
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
