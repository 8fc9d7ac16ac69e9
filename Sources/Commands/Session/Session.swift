import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFSystem

/// The environment of a command, and everything that follows from it. Nothing is opened before it is used.
struct Session: Sendable {
    let auth: AuthEnvironment
    let transport: any HTTPTransport

    /// The variables that count.
    static let variables =
        AuthEnvironment.variables + [
            InferenceClient.baseURLVariable, "SSH_TTY", "SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY",
        ]

    /// - Parameters:
    ///   - mayAsk: whether the user may be asked for a passphrase.
    ///   - readSize: the most bytes of one read; nil for the usual.
    init(mayAsk: Bool = true, readSize: Int? = nil) {
        transport = Network.client(readSize: readSize)
        auth = AuthEnvironment(
            ProcessEnvironment.values(Self.variables), transport: transport,
            passphrase: mayAsk ? PassphrasePrompt.passphrase : .none, warn: { Console.warn($0) })
    }

    var environment: [String: String] { auth.values }

    /// The gateway's client, which tells on standard error what it does on its own account.
    func client(
        timeouts: InferenceClient.Timeouts = InferenceClient.Timeouts(),
        retry: InferenceClient.RetryPolicy = .standard, limiter: RequestLimiter? = RequestLimiter()
    ) throws -> InferenceClient {
        try InferenceClient(
            auth, transport: transport, timeouts: timeouts, retry: retry, limiter: limiter,
            notify: { Console.note($0) })
    }
}

extension Console {
    /// Trouble that did not keep a command from its work, and what to do about it.
    static func warn(_ warning: AuthError) {
        warn(warning.message + (warning.remedy.map { ". \($0)" } ?? ""))
    }
}
