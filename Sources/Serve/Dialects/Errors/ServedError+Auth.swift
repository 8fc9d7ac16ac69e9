package import ALCFAuth
import ALCFClient

extension ServedError {
    /// A failure to get a token.
    ///
    /// - Parameter error: the failure; its texts hold no secrets.
    package init(_ error: AuthError) {
        let kind: Kind =
            switch error.code {
            case .unavailable, .fileLocked: .unavailable
            case .misconfigured, .redirected: .serverError
            default: .authentication
            }
        var remedy = error.remedy
        let command = "Sign in with: "
        if let text = remedy, text.hasPrefix(command) { remedy = "Run '\(text.dropFirst(command.count))'." }
        // A token in a variable stays what it is for as long as the process runs.
        if error.code == .givenTokenRejected {
            remedy =
                "Set ALCF_ACCESS_TOKEN to a new token, or unset it and run 'alcf authenticate'; then start 'alcf serve' again."
        } else if kind == .authentication {
            remedy = Self.sentence(remedy ?? "Run 'alcf authenticate'.") + " " + Self.goesOn
        }
        self.init(kind, Self.sentences(error.message, remedy), code: error.code.description)
    }

    /// A failure of any kind.
    package init(_ error: any Error) {
        switch error {
        case let error as ServedError: self = error
        case let error as AuthError: self.init(error)
        case let error as ClientError: self.init(error)
        default: self.init(.serverError, "Something broke in 'alcf serve': \(Swift.type(of: error)).", code: "internal")
        }
    }
}
