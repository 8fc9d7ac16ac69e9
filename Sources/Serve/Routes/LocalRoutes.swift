package import ALCFClient
import ALCFJSON
import ALCFRecord
package import ALCFSystem

/// All routes of the local server: decides who may ask, and hands each request to what answers it.
package final class LocalRoutes: Sendable {
    private let guards: (network: RequestGuard, socket: RequestGuard)
    private let inference: InferenceRoute
    private let pool: ModelPool
    private let models: ModelList
    private let observers: [any ServedRequestObserver]
    private let history = RequestHistory()
    private let counter = RequestCounter()
    private let state: ServiceState
    private let page: PageRoutes
    private let clock: WallClock
    private let version: String
    private let started: Double

    /// - Parameters:
    ///   - key: the local key; nil to ask for none.
    ///   - origins: origins of pages that may use the server, besides its own.
    ///   - observers: told of each request that has ended.
    ///   - state: warnings to be shown.
    ///   - comparisons: takes the votes of the page.
    package init(
        client: InferenceClient, key: LocalKey?, origins: Set<String> = [],
        settings: InferenceRoute.Settings = InferenceRoute.Settings(), observers: [any ServedRequestObserver] = [],
        state: ServiceState = ServiceState(), comparisons: ComparisonFile? = nil, version: String,
        clock: WallClock = .system
    ) {
        guards = (
            RequestGuard(key: key, origins: origins), RequestGuard(key: key, origins: origins, checksHost: false)
        )
        pool = ModelPool(client: client, preference: settings.preference, clock: clock)
        inference = InferenceRoute(client: client, pool: pool, settings: settings, clock: clock)
        models = ModelList(preference: settings.preference, usual: settings.model)
        self.observers = observers + [history]
        self.state = state
        page = PageRoutes(comparisons: comparisons)
        self.clock = clock
        self.version = version
        started = clock.now()
    }

    /// Fetches the list of models, so that the first request finds it.
    package func warmUp() async throws -> PoolSnapshot { try await pool.current() }

    /// Whether a request's body is kept, by its head alone.
    package func takesBody(_ head: ClientRequest, viaSocket: Bool) -> Bool {
        (viaSocket ? guards.socket : guards.network).refusal(of: head, needsKey: true) == nil
    }

    /// Answers one request.
    package func answer(_ request: ClientRequest, viaSocket: Bool, _ responder: Responder) async {
        let guardian = viaSocket ? guards.socket : guards.network
        var headers: [(name: String, value: String)] = []
        if let origin = request["origin"], guardian.origins.contains(origin) {
            headers = Self.sharing(origin, asked: request["access-control-request-headers"])
        }
        let route = Route(request)
        do {
            if request.method == "OPTIONS", !headers.isEmpty {
                return try responder.send(204, [], headers: headers)
            }
            responder.headers = headers
            if let refusal = guardian.refusal(of: request, needsKey: route.needsKey) { throw refusal }
            if case .ask(let dialect) = route { return await ask(dialect, request, responder) }
            try await answer(route, request, responder)
        } catch is CancellationError {
            // The client has gone away, or nothing can be said to it.
            responder.abort()
        } catch {
            try? refuse(ServedError(error), in: route.dialect(request), responder)
        }
    }

    private func answer(_ route: Route, _ request: ClientRequest, _ responder: Responder) async throws {
        switch route {
        case .health:
            let isKnown = guards.socket.refusal(of: request, needsKey: true) == nil
            try responder.send(200, health(inFull: isKnown))
        case .models:
            let list = try await pool.current()
            let isAnthropic = route.dialect(request) == .messages
            try responder.send(200, isAnthropic ? models.anthropic(list) : models.openAI(list))
        case .model(let id):
            guard let model = try await pool.candidates(AskedModel(id)).first else { throw Self.unknownRoute(request) }
            try responder.send(
                200, models.entry(id, model, isAnthropic: route.dialect(request) == .messages))
        case .countTokens:
            if request.isTooLarge { throw Self.tooLarge }
            try responder.send(200, try TokenEstimate.answer(try InferenceRoute.body(request)))
        case .requests:
            let (requests, next) = history.after(request.query["after"].flatMap { Int($0) } ?? 0)
            try responder.send(
                200,
                ["requests": .array(requests.map(\.json)), "next": .int(next), "server": health(inFull: true)])
        case .page(let path):
            try await page.answer(path, request, responder)
        case .wrongMethod(let allowed):
            try responder.send(
                405,
                ServedError(
                    .invalidRequest, "This route takes \(allowed).", code: "method_not_allowed"
                ).body(in: route.dialect(request)), headers: [("Allow", allowed)])
        case .ask, .unknown:
            throw Self.unknownRoute(request)
        }
    }

    // MARK: Requests to models

    private func ask(_ dialect: Dialect, _ request: ClientRequest, _ responder: Responder) async {
        var account = ServedRequest(
            number: 0, time: clock.now(), arrival: .now, dialect: dialect, isStreamed: false, asked: "")
        account.client = request["user-agent"].map { Self.shortened($0) }
        responder.headers.append(("x-request-id", "alcf-" + RequestID.make()))
        guard let number = counter.begin(limit: ServeDefaults.simultaneous) else {
            let busy = ServedError(
                .rateLimit, "\(ServeDefaults.simultaneous) requests are under way here.", code: "too_many_at_once",
                retryAfter: 1)
            return (try? refuse(busy, in: dialect, responder)) ?? ()
        }
        account.number = number
        do {
            if request.isTooLarge { throw Self.tooLarge }
            try await inference.answer(request, &account, responder)
        } catch {
            let isGone = error is CancellationError || Task.isCancelled
            let failure = isGone ? state.isStopping ? Self.stopped : Self.cancelled : ServedError(error)
            account.error = failure
            account.status = isGone ? 499 : failure.status(in: dialect)
            if isGone { responder.abort() } else { try? refuse(failure, in: dialect, responder) }
        }
        if account.duration == 0 { account.duration = MonotonicTime.now.seconds(since: account.arrival) }
        account.order = counter.end()
        for observer in observers { observer.ended(account) }
    }

    private func refuse(_ error: ServedError, in dialect: Dialect, _ responder: Responder) throws {
        try responder.send(error.status(in: dialect), error.body(in: dialect), headers: error.headers)
    }

    private static func unknownRoute(_ request: ClientRequest) -> ServedError {
        ServedError(
            .notFound, "There is no route '\(request.path.prefix(100))' here; 'alcf serve --help' lists them.",
            code: "unknown_route")
    }

    private static let cancelled = ServedError(
        .serverError, "The client went away.", code: ServedLine.BreakOff.byClient.rawValue)

    private static let stopped = ServedError(
        .serverError, "'alcf serve' was stopped before the answer had ended.", code: ServedLine.BreakOff.byStop.rawValue
    )

    static let tooLarge = ServedError(
        .tooLarge,
        "The request is larger than \(ServeDefaults.largestBody >> 20) MiB; the service takes less than 10 MB.",
        code: "too_large")

    // MARK: Small answers

    private func health(inFull: Bool) -> JSONValue {
        var health: JSONObject = ["status": "ok", "program": "alcf"]
        guard inFull else { return .object(health) }
        health["version"] = .string(version)
        health["uptime_s"] = .double((clock.now() - started).rounded())
        health["warning"] = JSONValue(state.currentWarning)
        return .object(health)
    }

    /// The fields that let a page of another origin read answers.
    ///
    /// - Parameter asked: the names of the fields that a page is about to send; nil where it did not ask.
    private static func sharing(_ origin: String, asked: String?) -> [(name: String, value: String)] {
        let isPlain = asked?.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || [0x20, 0x2C, 0x2D].contains(byte)
        }
        let usual = "authorization, content-type, x-api-key, anthropic-version"
        return [
            ("Access-Control-Allow-Origin", origin), ("Vary", "Origin"),
            ("Access-Control-Allow-Methods", "GET, POST"),
            ("Access-Control-Allow-Headers", isPlain == true ? asked ?? usual : usual),
            (
                "Access-Control-Expose-Headers",
                "x-alcf-cluster, x-alcf-model, x-alcf-fallback-from, x-request-id, x-should-retry, retry-after"
            ),
        ]
    }

    private static func shortened(_ text: String) -> String {
        String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7F }.prefix(80).map(Character.init))
    }
}
