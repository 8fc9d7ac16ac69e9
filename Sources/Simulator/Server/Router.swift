/// The dispatch of requests to the simulated services.
struct Router: Sendable {
    let globus: GlobusRoutes
    let gateway: GatewayRoutes
    let log = RequestLog()

    init(configuration: SimulatorConfiguration) {
        let issuer = TokenIssuer(configuration: configuration)
        globus = GlobusRoutes(issuer: issuer)
        gateway = GatewayRoutes(
            configuration: configuration, guardian: TokenGuard(configuration: configuration, issuer: issuer))
    }

    /// The answer to a request; every byte of it and its time are settled by now.
    func response(to request: SimulatedRequest) -> SimulatedResponse {
        let gatewayRoot = "/resource_server/"
        let response =
            if request.path.hasPrefix(gatewayRoot) {
                gateway.response(to: request, at: String(request.path.dropFirst(gatewayRoot.count - 1)))
            } else {
                globus.response(to: request)
            }
        log.append(LoggedRequest(method: request.method, path: request.path, status: response.status))
        return response
    }
}
