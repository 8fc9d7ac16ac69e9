extension ClientError.Code {
    /// What helps against it in general; the places that know more say more.
    var remedy: String? {
        switch self {
        case .unknownModel: "Run 'alcf list-models' to see the models."
        case .ambiguousModel: "Write the name in full."
        case .unknownCluster: "Run 'alcf list-endpoints' to see the clusters."
        case .unsupported: "Run 'alcf list-endpoints' to see what each cluster serves."
        case .connection: "Check the network, then try again."
        case .timeout: "Try again later, or allow more time. 'alcf jobs' shows whether the model is running."
        case .tls: "Check the system's certificates and clock, and any proxy in between."
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
        case .notRunning: "Run 'alcf jobs' to see which models are running, or 'alcf wait MODEL'."
        case .loading: "Run 'alcf wait MODEL': loading takes 10 to 15 minutes."
        case .refused: "Ask differently, or try another model."
        case .unavailable, .serverTimeout, .serverError, .truncated, .empty, .aborted: "Try again later."
        default: nil
        }
    }
}
