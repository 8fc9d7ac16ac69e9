import ALCFCrypto
import ALCFHTTP
import TestSupport
import Testing

@testable import ALCFAuth

@Suite(.tags(.watchesTheClock)) struct LocalServerLoginTests {
    /// The browser's part: asks for icons, brings somebody else's answer, then the right one.
    @Test func fromTheBrowserToTheTokens() async throws {
        let transport = ScriptedTransport([.json(200, Samples.signedIn())])
        let login = try LocalServerLogin(auth: globus(transport), hostName: "h")
        let (base, state) = (login.flow.redirectURI, login.flow.state)
        async let response = login.complete(timeout: 30)
        let browser = HTTPClient()
        var statuses: [Int] = []
        for target in ["/favicon.ico", "/?code=forged&state=x", "/?code=C0DE&state=\(state)"] {
            let answer = try await browser.send(HTTPRequest(.get, HTTPURL(base + target)))
            statuses.append(answer.status)
            _ = try await answer.body.collect()
        }
        #expect(statuses == [404, 400, 200])
        #expect(try await response.entry(for: .inference)?.accessToken.expose() == "AgGateNew")
        #expect(transport.sent.map { $0.form["code"] } == ["C0DE"])
        #expect(transport.sent.first?.form["redirect_uri"] == base)

        let error = await #expect(throws: HTTPError.self) {
            try await browser.send(HTTPRequest(.get, HTTPURL(base + "/")))
        }
        #expect(error?.code == .connect, "the listener has gone")
    }

    @Test func tellsWhatGlobusSaid() async throws {
        let login = try LocalServerLogin(auth: globus(ScriptedTransport([])), hostName: "h")
        let url = try HTTPURL(
            "\(login.flow.redirectURI)/?error=access_denied&error_description=No&state=\(login.flow.state)")
        async let outcome = login.complete(timeout: 30)
        _ = try await HTTPClient().send(HTTPRequest(.get, url))
        do {
            _ = try await outcome
            Issue.record("signed in")
        } catch let error as AuthError {
            #expect(error.code == .signInFailed)
            #expect(error.message == "Globus ended the sign-in: No (access_denied)")
        }
    }

    @Test func waitsNoLongerThanItMay() async throws {
        let login = try LocalServerLogin(auth: globus(ScriptedTransport([])), hostName: "h")
        let error = await #expect(throws: AuthError.self) { try await login.complete(timeout: 0.05) }
        #expect(error?.code == .signInFailed)
    }

    @Test func remoteSessions() {
        #expect(LocalServerLogin.obstacle(environment: [:]) == nil)
        #expect(LocalServerLogin.obstacle(environment: ["SSH_TTY": ""]) == nil)
        #expect(
            LocalServerLogin.obstacle(environment: ["SSH_CONNECTION": "1 2 3 4"])?.contains("SSH_CONNECTION") == true)
    }
}
