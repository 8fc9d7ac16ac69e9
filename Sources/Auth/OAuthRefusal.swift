/// The meaning of each of OAuth's errors for the user (RFC 6749 §4.1.2.1 and §5.2, OpenID Connect Core §3.1.2.6),
/// except `invalid_grant`, whose meaning depends on what was asked.
enum OAuthRefusal {
    /// - Parameter words: what the server said, already fit to be shown.
    static func error(_ code: String?, status: Int, words: String) -> AuthError {
        let said = "(HTTP \(status)): \(words)"
        switch code {
        case "login_required", "interaction_required", "consent_required", "account_selection_required",
            "unauthorized", "invalid_token", "dependent_consent_required":
            return .signInNeeded("Globus wants a new sign-in \(said)")
        case "access_denied":
            return AuthError(
                .signInNeeded, "Globus denied access \(said)",
                remedy: "Sign in with an identity that has access: alcf authenticate --switch-identity")
        case "temporarily_unavailable", "server_error", "slow_down":
            return AuthError(
                .unavailable, "Globus Auth is out of order or busy \(said)", remedy: "Try again in a few minutes.")
        case "invalid_client", "unauthorized_client":
            return AuthError(
                .refused, "Globus Auth does not accept the client that these tokens belong to \(said)",
                remedy: "Sign in again: alcf authenticate --force. If that fails too, ask support@alcf.anl.gov.")
        case "invalid_scope":
            return AuthError(
                .refused, "Globus Auth does not grant that service to this client \(said)",
                remedy: "Sign in for what you need, as in: alcf authenticate --service inference. "
                    + "If that fails too, ask support@alcf.anl.gov.")
        case "invalid_request", "unsupported_grant_type", "unsupported_response_type":
            return AuthError(
                .refused, "Globus Auth rejected the request of this program as invalid \(said)",
                remedy: "Update alcf. If it is up to date, send this message to support@alcf.anl.gov.")
        default:
            return AuthError(.refused, "Globus Auth refused \(said)", remedy: AuthError.signIn)
        }
    }
}
