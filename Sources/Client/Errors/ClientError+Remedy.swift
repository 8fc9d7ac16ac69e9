import ALCFSystem

extension ClientError.Code {
    /// General remedy; errors made where more is known have a better one.
    var remedy: String? {
        switch self {
        case .unknownModel: "Run 'alcf list-models' to see the models."
        case .ambiguousModel: "Write the name in full."
        case .unknownCluster: "Run 'alcf list-endpoints' to see the clusters."
        case .unsupported: "Run 'alcf list-endpoints' to see what each cluster serves."
        case .connection: "Check the network ('alcf doctor' does), then try again."
        case .timeout: "Try again later, or allow more time. 'alcf jobs' shows whether the model is running."
        case .tls: "Check the system's certificates and clock, and any proxy in between ('alcf doctor' does)."
        case .tokenInactive, .signInAgain: "Run 'alcf authenticate --force'."
        case .globusUnavailable: "Try again in a minute or two; the sign-in itself is good."
        case .notPermitted: "Choose another model ('alcf list-models'), or ask support@alcf.anl.gov for access."
        case .upstreamUnauthorized: "Nothing is wrong with the sign-in: report it to support@alcf.anl.gov."
        case .invalidRequest: "Correct the request."
        case .contextLength: "Shorten the prompt, or ask for fewer tokens."
        case .rateLimited: "Wait up to a minute, then try again with fewer requests at once."
        case .maintenance: "Run 'alcf status' to see which clusters are up."
        case .batchPending: "Run 'alcf batch list' to see your batches, or 'alcf batch wait ID'."
        case .batchFailed: "Correct the input file and submit it again."
        case .notRunning: "Run 'alcf jobs' to see which models are running."
        case .loading: "Loading takes 10 to 15 minutes; 'alcf jobs' shows how far it is."
        case .refused: "Ask differently, or try another model."
        case .unavailable, .serverTimeout, .serverError, .truncated, .empty, .aborted: "Try again later."
        default: nil
        }
    }
}

extension ClientError {
    /// The same with commands that can be copied, where the general remedy would leave cluster and model to be filled
    /// in.
    func named(_ endpoint: ModelEndpoint, model: String?) -> ClientError {
        guard let remedy, remedy == code.remedy else { return self }
        guard endpoint.credentials == .service else { return with(nil, remedy: code.plainRemedy ?? remedy) }
        let cluster = endpoint.name.shellQuoted
        let name = model?.shellQuoted
        let text: String? =
            switch code {
            case .notRunning:
                name.map { "See what runs: alcf jobs \(cluster); or wait for it: alcf wait -c \(cluster) \($0)" }
            case .loading:
                name.map { "Loading takes 10 to 15 minutes; to wait for it: alcf wait -c \(cluster) \($0)" }
            case .timeout:
                "Try again later, or allow more time. To see whether the model is running: alcf jobs \(cluster)"
            case .unknownModel: "See its models: alcf list-models \(cluster)"
            case .notPermitted:
                "Ask support@alcf.anl.gov for access, or choose another model: alcf list-models \(cluster)"
            default: nil
            }
        return with(nil, remedy: text ?? remedy)
    }
}

extension ClientError.Code {
    /// Remedy for a server that is not behind the gateway, if the general one speaks of the gateway.
    fileprivate var plainRemedy: String? {
        switch self {
        case .unknownModel: "Name a model that the server serves."
        case .unsupported: "The server does not support this."
        case .connection: "Check that the server runs, its address, and the network."
        case .timeout: "Try again later, or allow more time."
        case .notPermitted, .upstreamUnauthorized: "Check the key for this server."
        case .maintenance, .notRunning, .loading: "Try again later."
        default: nil
        }
    }
}
