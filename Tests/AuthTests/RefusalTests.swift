import ALCFCrypto
import ALCFHTTP
import Synchronization
import Testing

@testable import ALCFAuth

/// Each error of OAuth leads to one thing to do, and names the command.
@Suite struct RefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var error: String
        var code: AuthError.Code
        var says: String
        var testDescription: String { error }
        init(_ error: String, _ code: AuthError.Code, _ says: String) {
            (self.error, self.code, self.says) = (error, code, says)
        }
    }

    static let cases = [
        Case("invalid_grant", .signInNeeded, "alcf authenticate"),
        Case("login_required", .signInNeeded, "alcf authenticate"),
        Case("interaction_required", .signInNeeded, "alcf authenticate"),
        Case("consent_required", .signInNeeded, "alcf authenticate"),
        Case("unauthorized", .signInNeeded, "alcf authenticate"),
        Case("access_denied", .signInNeeded, "alcf authenticate --switch-identity"),
        Case("temporarily_unavailable", .unavailable, "Try again in a few minutes"),
        Case("server_error", .unavailable, "Try again in a few minutes"),
        Case("invalid_client", .refused, "support@alcf.anl.gov"),
        Case("unauthorized_client", .refused, "support@alcf.anl.gov"),
        Case("invalid_scope", .refused, "support@alcf.anl.gov"),
        Case("invalid_request", .refused, "support@alcf.anl.gov"),
        Case("unsupported_grant_type", .refused, "support@alcf.anl.gov"),
        Case("something_new", .refused, "alcf authenticate"),
    ]

    @Test(arguments: cases) func leadsToOneThingToDo(_ expected: Case) async throws {
        let retry = FastRetry()
        let transport = ScriptedTransport([
            .json(400, #"{"error":"\#(expected.error)","error_description":"About AgOldRefresh"}"#)
        ])
        let error = await #expect(throws: AuthError.self) {
            try await globus(transport, retry: retry).refresh(Secret("AgOldRefresh"), client: .alcfTokens)
        }
        #expect(error?.code == expected.code)
        #expect(error?.remedy?.contains(expected.says) == true)
        #expect(error.map { "\($0.message)\($0.remedy ?? "")".contains("AgOldRefresh") } == false)
        // `invalid_grant` and its kin do not change by repetition.
        if expected.code != .unavailable { #expect(transport.sent.count == 1) }
    }

    @Test func aWrongClockIsSaidOnce() async throws {
        let warnings = Mutex<[AuthError]>([])
        let watch = ClockWatch { warning in warnings.withLock { $0.append(warning) } }
        // 2027-01-15T08:00:00Z is 1 800 000 000.
        func auth(_ date: String) throws -> GlobusAuth {
            let reply = ScriptedTransport.Reply.json(200, Samples.refreshed(), headers: [("Date", date)])
            return try GlobusAuth(
                environment: [:], transport: ScriptedTransport([reply]), retry: FastRetry().policy,
                clock: ManualClock(1_800_000_000).wall, clockWatch: watch)
        }
        for date in ["Fri, 15 Jan 2027 08:04:59 GMT", "Fri, 15 Jan 2027 07:55:01 GMT", "nonsense", ""] {
            _ = try await auth(date).refresh(Secret("r"), client: .alcfTokens)
        }
        #expect(warnings.withLock { $0.isEmpty })
        for date in ["Fri, 15 Jan 2027 07:00:00 GMT", "Fri, 15 Jan 2027 10:00:00 GMT"] {
            _ = try await auth(date).refresh(Secret("r"), client: .alcfTokens)
        }
        let said = warnings.withLock { $0 }
        #expect(said.map(\.code) == [.clockWrong])
        #expect(said.first?.message.contains("60 minutes ahead of") == true)
    }

    // MARK: The end of a sign-in

    @Test func tokensOfTheWrongIdentityAreRevoked() async throws {
        let directory = TemporaryDirectory()
        let store = TokenStore(path: directory("tokens.json"), client: .alcfTokens)
        put(Samples.sdkFile(), at: store.path)
        let transport = ScriptedTransport([.json(200, Samples.signedIn(sub: "another")), .json(200, "{}")])
        let auth = try globus(transport)
        func response() async throws -> TokenResponse {
            try await auth.exchange(code: Secret("c"), verifier: Secret("v"), redirectURI: "r", client: .alcfTokens)
        }
        let stranger = try await response()
        let error = await #expect(throws: AuthError.self) {
            try await SignIn(auth: auth, store: store).keep(stranger, switchesIdentity: false)
        }
        #expect(error?.code == .identityMismatch)
        #expect(slurp(store.path) == Samples.sdkFile())
        #expect(
            Set(transport.sent.compactMap { $0.form["token"] }) == [
                "AgAuthNew", "AgAuthRefreshNew", "AgGateNew", "AgGateRefreshNew",
            ])

        let second = ScriptedTransport([.json(200, "{}")])
        try await SignIn(auth: globus(second), store: store).keep(stranger, switchesIdentity: true)
        #expect(try await store.read()?.identityIDs == ["another"])
        #expect(
            Set(second.sent.compactMap { $0.form["token"] }) == [
                "AgOldAccess", "AgOldRefresh", "AgAuthAccess", "AgAuthRefresh",
            ])
    }

    @Test func everyServiceIsAskedForAndChecked() async throws {
        let flow = try LoginFlow(
            auth: globus(ScriptedTransport([.json(200, Samples.signedIn())])), services: GlobusService.known,
            hostName: "h")
        let query = flow.authorizeURL.string
        #expect(query.contains("session_required_policies=a128e981-c9a5-417a-97ab-8571c9831bff"))
        for service in GlobusService.known {
            #expect(query.contains(FormEncoding.encode([("s", service.scope)]).dropFirst(2)))
        }
        let error = await #expect(throws: AuthError.self) { try await flow.complete(code: Secret("c")) }
        #expect(error?.message.contains("the IRI facility API, Globus Compute, Globus Transfer, Globus Flows") == true)
        let compute = try LoginFlow(
            auth: globus(ScriptedTransport([])), services: [.globusCompute], hostName: "h")
        #expect(!compute.authorizeURL.string.contains("session_required_policies"))
    }
}
