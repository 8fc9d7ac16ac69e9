import ALCFCrypto
import ALCFJSON
import TestSupport
import Testing

@testable import ALCFSimulator

/// What the gateway says when it refuses, and what the user is told to do about it.
@Suite struct SignInRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var exitCode: Int
        var remedy: String
        var testDescription: String { text }
        init(_ text: String, _ exitCode: Int, _ remedy: String) {
            (self.text, self.exitCode, self.remedy) = (text, exitCode, remedy)
        }
    }

    static let cases = [
        Case("Token is either not active or invalid", 77, "alcf authenticate"),
        Case("Token introspection: Token is either not active or invalid", 77, "alcf authenticate"),
        Case("Access token expired.", 77, "alcf authenticate"),
        Case(
            "Error: Permission denied. Must authenticate with anl.gov, alcf.anl.gov. Currently authenticated as "
                + "Mallory Outside (mallory@example.org). If you are passing an access token directly to this API, please "
                + "logout from Globus by visiting https://app.globus.org/logout and re-authenticate with the following "
                + "command: 'python3 inference_auth_token.py authenticate --force'.", 77, "choose the right institution"
        ),
        Case(
            "Error: Permission denied from internal policies. This is likely due to a high-assurance timeout. Please "
                + "logout by visiting https://app.globus.org/logout, and re-authenticate.", 77,
            "alcf authenticate --force"),
        Case(
            "Could not introspect token with Globus /v2/oauth2/token/introspect. ('POST', 500)", 75, "Try again"),
        Case("Token introspection error: timeout", 75, "Try again"),
        Case(
            "Could not recover dependent access token for groups.api.globus.org. x", 77, "alcf authenticate --force"),
        Case("Error: Could not recover user group memberships. x", 77, "alcf authenticate --force"),
        Case(
            "Error: Permission denied. User (a@b) not part of the Globus Groups applied for x", 1,
            "support@alcf.anl.gov"),
        Case("Error: User is not a member of an allowed Globus Group.", 1, "support@alcf.anl.gov"),
        Case("Permission denied due to Globus Group restrictions.", 1, "support@alcf.anl.gov"),
        Case("Permission denied due to IdP domain restrictions.", 1, "support@alcf.anl.gov"),
    ]

    @Test(arguments: cases) func namesTheCommand(_ expected: Case) async throws {
        let body: JSONValue = ["error": ["code": "unauthorized", "message": .string(expected.text), "info": [:]]]
        let scope = "https://auth.globus.org/scopes/\(Alcf.gateway)/action_all"
        let renewed: JSONValue = [
            "access_token": "AgRenewed", "scope": .string(scope), "expires_in": 172_800, "token_type": "Bearer",
            "resource_server": .string(Alcf.gateway), "refresh_token": "AgrKept", "other_tokens": [],
        ]
        let server = try await ScriptedServer.start { request in
            request.path.contains("/oauth2/token")
                ? [.send(ScriptedServer.response(renewed.serialized()))]
                : [.send(ScriptedServer.response(body.serialized(), status: "401 Unauthorized"))]
        }
        let alcf = try Alcf(simulator: server.port)
        let kept = IssuedToken(
            resourceServer: Alcf.gateway, scope: scope, accessToken: Secret("AgKept"), refreshToken: Secret("AgrKept"),
            expiresAt: 0, identityID: "i", clientID: Alcf.client)
        try alcf.place([kept], expiresIn: 86_400)
        let result = try await alcf.run("token-status", "--online")
        await server.stop()
        #expect(result.exitCode == expected.exitCode, "\(result.errors)")
        #expect(result.errors.contains(expected.remedy), "\(result.errors)")
        #expect(!result.errors.contains("inference_auth_token.py"))
        #expect(!result.errors.contains("AgKept") && !result.errors.contains("AgRenewed"))
        // An inactive token is worth one refresh, the rest is not.
        let refreshes = server.requests.count { $0.path.contains("/oauth2/token") }
        let isInactive = expected.text.contains("not active") || expected.text.contains("expired")
        #expect(refreshes == (isInactive ? 1 : 0))
    }
}
