package import ALCFClient

extension ServedError {
    /// A failure of the client for the service.
    ///
    /// - Parameter error: the failure; its texts hold no secrets.
    package init(_ error: ClientError) {
        let kind = Kind(error)
        var remedy = error.remedy
        if kind == .authentication {
            remedy = Self.sentence(remedy ?? "Run 'alcf authenticate'.") + " " + Self.goesOn
        }
        self.init(
            kind, Self.sentences(error.message, remedy), code: error.code.description,
            parameter: error.code == .unknownModel || error.code == .ambiguousModel ? "model" : nil,
            retryAfter: Self.retryAfter(error, kind))
    }

    /// The promise that a sign-in mends a server that runs.
    static let goesOn = "'alcf serve' goes on by itself once that is done, without a restart."

    /// Returns a text with a full stop, where it has none at its end.
    static func sentence(_ text: String) -> String {
        guard let last = text.last, !".!?…".contains(last) else { return text }
        return text + "."
    }

    /// Returns the message and the remedy as sentences.
    static func sentences(_ message: String, _ remedy: String?) -> String {
        var text = message
        // A server's own words stay as they are; ours begin in the middle of a sentence.
        if let word = text.split(separator: " ").first, ["the", "there", "all"].contains(word) {
            text = text.prefix(1).uppercased() + text.dropFirst()
        }
        guard let remedy, !remedy.isEmpty else { return text }
        if let last = text.last, !".!?…".contains(last) { text += "." }
        return text.isEmpty ? remedy : text + " " + remedy
    }

    /// Returns the seconds to wait, which the gateway does not tell: its limit of requests is one of a second, that of
    /// tokens one of a minute.
    private static func retryAfter(_ error: ClientError, _ kind: Kind) -> Double? {
        if let seconds = error.retryAfter { return seconds }
        if error.code == .globusUnavailable { return 60 }
        guard kind == .rateLimit else { return nil }
        return error.serverCode == "too_many_requests" || error.message.contains("okens") ? 60 : 1
    }
}

extension ServedError.Kind {
    /// Kind of a failure of the client for the service.
    init(_ error: ClientError) {
        // The head of a good answer had come already.
        let isAnswer = error.httpStatus.map { (200..<300).contains($0) } == true
        self =
            switch error.code {
            case .usage, .invalidRequest, .ambiguousModel: .invalidRequest
            case .contextLength: .contextLength
            case .tokenInactive, .signInAgain, .unauthorized: .authentication
            case .notPermitted: .permission
            case .unknownModel, .unknownCluster, .unsupported, .notFound: .notFound
            case .tooLarge: isAnswer ? .serverError : .tooLarge
            case .rateLimited: .rateLimit
            case .connection, .tls: isAnswer ? .serverError : .unavailable
            case .globusUnavailable, .maintenance, .notRunning, .loading, .unavailable: .unavailable
            case .timeout, .serverTimeout: .timeout
            default: .serverError
            }
    }
}
