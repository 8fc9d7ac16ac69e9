import ALCFHTTP

/// A sign-in whose code the browser brings to a listener on this machine, so that the user need not copy it.
public struct LocalServerLogin: Sendable {
    /// The sign-in; open its URL in a browser on this machine.
    public let flow: LoginFlow
    private let listener: LoopbackListener

    /// Starts the listener, and prepares the sign-in that leads to it.
    ///
    /// - Throws: ``AuthError`` `signInFailed` where no port can be had; what ``LoginFlow`` throws.
    public init(
        auth: GlobusAuth, client: OAuthClient = .alcfTokens, services: [GlobusService] = [.inference],
        hostName: String
    ) throws {
        do { listener = try LoopbackListener() } catch {
            throw AuthError(
                .signInFailed, "no port can be opened on this machine: \(error)",
                remedy: "Paste the code instead: alcf authenticate", underlying: error)
        }
        flow = try LoginFlow(
            auth: auth, client: client, services: services, redirect: .localServer(port: listener.port),
            hostName: hostName)
    }

    /// Returns a reason that a browser on this machine is unlikely to be in front of the user; nil for none.
    public static func obstacle(environment: [String: String]) -> String? {
        for name in ["SSH_TTY", "SSH_CONNECTION"] where environment[name]?.isEmpty == false {
            return "this is a remote session (\(name) is set), and the browser is elsewhere"
        }
        return nil
    }

    /// Waits for the browser and exchanges the code. Closes the listener, whatever comes of it.
    ///
    /// - Parameter timeout: seconds to wait for the browser.
    /// - Throws: ``AuthError`` `signInFailed` when the user refuses or the time is over.
    public func complete(timeout: Double = 600) async throws -> TokenResponse {
        let callback: LoginCallback
        do {
            let state = flow.state
            callback = try await listener.serve(timeout: timeout) { request in
                let callback = LoginCallback(method: request.method, target: request.target, state: state)
                return switch callback {
                case .code, .refused: (callback.reply, callback)
                case .foreign, .stray: (callback.reply, nil)
                }
            }
        } catch let error as HTTPError {
            throw AuthError(
                .signInFailed, "no answer came from the browser: \(error)",
                remedy: "Start again, or paste the code instead: alcf authenticate", underlying: error)
        }
        switch callback {
        case .code(let code): return try await flow.complete(code: code)
        case .refused(let error): throw error
        case .foreign, .stray: throw AuthError(.signInFailed, "the browser brought no code", remedy: AuthError.signIn)
        }
    }
}
