import ALCFJSON

/// The routes below `/resource_server`.
struct GatewayRoutes: Sendable {
    let configuration: SimulatorConfiguration
    let guardian: TokenGuard
    private let catalog: Catalog
    private let chat: ChatRoute
    private let batches: BatchRoute

    /// Inference routes besides chat; `messages` the simulated clusters have not.
    private static let otherEndpoints = ["completions", "embeddings", "responses", "messages"]

    init(configuration: SimulatorConfiguration, guardian: TokenGuard) {
        self.configuration = configuration
        self.guardian = guardian
        catalog = Catalog(models: configuration.models, maintenance: configuration.maintenance)
        chat = ChatRoute(configuration: configuration, catalog: catalog)
        batches = BatchRoute(configuration: configuration, catalog: catalog)
    }

    /// - Parameter path: what follows `/resource_server`, with its leading slash.
    func response(to request: SimulatedRequest, at path: String) -> SimulatedResponse {
        var response = undelayed(request, at: path)
        response.plan.shift(by: configuration.gatewayDelay / configuration.speed)
        return response
    }

    private func undelayed(_ request: SimulatedRequest, at path: String) -> SimulatedResponse {
        if let session = request.headers["x-alcf-session-id"],
            session.utf8.count > 128 || !session.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        {
            return GatewayErrors.badSession
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        guard let route = Self.route(parts) else { return GatewayErrors.notFound }
        let method = route.isPost ? "POST" : "GET"
        guard request.method == method else { return GatewayErrors.wrongMethod(allow: method) }
        switch route {
        case .health:
            var response = GatewayErrors.json(200, ["status": "ok"])
            if configuration.tellsItIsSimulated {
                response.headers.append((Simulator.speedHeader, "\(configuration.speed)"))
            }
            return response
        case .status: return GatewayErrors.json(200, catalog.status)
        default: break
        }
        switch guardian.check(request) {
        case .refused(let response): return response
        case .welcome(let user): return response(to: request, route, user: user)
        }
    }

    private func response(to request: SimulatedRequest, _ route: Route, user: SimulatedIdentity) -> SimulatedResponse {
        switch route {
        case .health, .status: return GatewayErrors.notFound
        case .whoami: return GatewayErrors.json(200, Self.whoami(user))
        case .endpoints: return GatewayErrors.json(200, catalog.endpoints)
        case .batches: return batches.list(status: request.query["status"])
        case .batch(let id, let result): return batches.one(id, result: result)
        case .submit(let cluster, let framework):
            return batches.submit(request, cluster: cluster, framework: framework)
        case .jobs(let name):
            guard let cluster = SimulatedCluster(rawValue: name) else { return GatewayErrors.noCluster(name) }
            return GatewayErrors.json(200, catalog.jobs(of: cluster))
        case .models(let name):
            guard let cluster = SimulatedCluster(rawValue: name) else { return GatewayErrors.noCluster(name) }
            let wanted = request.query["model_id"]
            let models = catalog.models(of: cluster, named: wanted)
            if let wanted, models.isEmpty { return GatewayErrors.noModel(wanted, cluster: name) }
            return GatewayErrors.json(200, .array(models))
        case .inference(let cluster, let framework, let endpoint):
            return chat.response(to: request, cluster: cluster, framework: framework, endpoint: endpoint)
        }
    }

    private static func whoami(_ user: SimulatedIdentity) -> JSONValue {
        [
            "id": .string(user.id), "name": .string(user.name), "username": .string(user.username),
            "user_group_uuids": [], "idp_id": .string(SimulatedIdentity.providerID),
            "idp_name": .string(SimulatedIdentity.providerName), "auth_service": "globus",
        ]
    }

    // MARK: Paths

    private enum Route {
        case health, status, whoami, endpoints, batches
        case jobs(String)
        case models(String)
        case batch(String, result: Bool)
        case submit(cluster: String, framework: String)
        case inference(cluster: String, framework: String, endpoint: String)

        var isPost: Bool {
            switch self {
            case .inference, .submit: true
            default: false
            }
        }
    }

    private static func route(_ parts: [String]) -> Route? {
        guard !parts.contains("") else { return nil }
        switch parts.count {
        case 1:
            let plain: [String: Route] = [
                "health": .health, "status": .status, "whoami": .whoami, "list-endpoints": .endpoints,
            ]
            return plain[parts[0]]
        case 2 where parts == ["v1", "batches"]: return .batches
        case 3 where parts[..<2] == ["v1", "batches"]: return .batch(parts[2], result: false)
        case 4 where parts[..<2] == ["v1", "batches"] && parts[3] == "result": return .batch(parts[2], result: true)
        case 4 where parts[2...] == ["v1", "batches"]: return .submit(cluster: parts[0], framework: parts[1])
        case 2 where parts[1] == "jobs": return .jobs(parts[0])
        case 2 where parts[1] == "models": return .models(parts[0])
        case 4 where parts[2] == "v1" && otherEndpoints.contains(parts[3]),
            5 where parts[2...] == ["v1", "chat", "completions"]:
            return .inference(
                cluster: parts[0], framework: parts[1], endpoint: parts[3...].joined(separator: "/"))
        default: return nil
        }
    }
}
