import ALCFCrypto

/// The check of a token at the gateway.
struct TokenGuard: Sendable {
    let requiresToken: Bool
    let issuer: TokenIssuer

    init(configuration: SimulatorConfiguration, issuer: TokenIssuer) {
        requiresToken = configuration.requiresToken
        self.issuer = issuer
    }

    enum Verdict {
        case welcome(SimulatedIdentity)
        case refused(SimulatedResponse)
    }

    func check(_ request: SimulatedRequest) -> Verdict {
        guard requiresToken else { return .welcome(.sampleUser) }
        guard let header = request.headers["authorization"] else { return .refused(GatewayErrors.missingToken) }
        let words = header.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 2 else { return .refused(GatewayErrors.tokenWithoutType) }
        guard words[0].lowercased() == "bearer" else { return .refused(GatewayErrors.notBearer) }
        guard let access = issuer.access(Secret(words[1]), at: SimulatedGlobus.gatewayID) else {
            return .refused(GatewayErrors.inactiveToken)
        }
        return .welcome(access.subject)
    }
}
