package import ALCFAuth
package import ALCFClient

/// Keeps the access token fresh while nobody asks for anything, and tells in time when the user must sign in again.
package struct SignInWatch: Sendable {
    /// Seconds between two looks at the token, each of which costs nothing while it is good.
    static let interval = 60.0

    private let client: InferenceClient
    private let signInWarning: @Sendable () async -> AuthError?
    private let state: ServiceState
    private let warn: @Sendable (String) -> Void

    /// - Parameters:
    ///   - warning: returns the warning that a new sign-in is due soon; nil for none.
    ///   - state: is told of the warning.
    ///   - warn: is told of a warning that was not there before.
    package init(
        client: InferenceClient, state: ServiceState, warning: @escaping @Sendable () async -> AuthError?,
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.client = client
        self.state = state
        self.signInWarning = warning
        self.warn = warn
    }

    /// Watches until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            await look()
            try? await Task.sleep(for: .seconds(Self.interval))
        }
    }

    /// Looks once.
    package func look() async {
        var warning: String?
        do { _ = try await client.tokens?.accessToken() } catch let error as AuthError {
            warning = ServedError(error).message
        } catch {}
        if warning == nil, let error = await signInWarning() {
            warning = error.message + (error.remedy.map { ". \($0)" } ?? "")
        }
        let before = state.currentWarning
        state.currentWarning = warning
        if let warning, warning != before { warn(warning) }
    }
}
