import ALCFCrypto
import ALCFHTTP
import Testing

@testable import ALCFAuth

@Suite struct LoginCallbackTests {
    func read(_ target: String, method: String = "GET") -> LoginCallback {
        LoginCallback(method: method, target: target, state: "S1")
    }

    @Test(arguments: ["/?code=ABC123&state=S1", "/?state=S1&code=ABC123", "/?code=ABC123&state=S1&extra=1"])
    func code(target: String) throws {
        guard case .code(let code) = read(target) else {
            Issue.record("\(read(target))")
            return
        }
        #expect(code.expose() == "ABC123")
        #expect(read(target).reply.status == 200)
    }

    @Test(arguments: ["/?code=ABC123", "/?code=ABC123&state=S2", "/?code=ABC123&state=", "/?error=x&state=S2"])
    func anAnswerToAnotherSignIn(target: String) {
        guard case .foreign = read(target) else {
            Issue.record("\(read(target))")
            return
        }
        #expect(read(target).reply.status == 400)
    }

    @Test func refusals() throws {
        for state in ["&state=S1", ""] {
            let target = "/?error=access_denied&error_description=The+user+denied+access" + state
            guard case .refused(let error) = read(target) else {
                Issue.record("\(read(target))")
                return
            }
            #expect(error.code == .signInFailed)
            #expect(error.message.contains("The user denied access (access_denied)"))
        }
        guard case .refused(let error) = read("/?error=%1B%5B31mred%0A&state=S1") else {
            Issue.record("not refused")
            return
        }
        #expect(!error.message.contains("\u{1B}"))
        #expect(!error.message.contains("\n"))
    }

    @Test(arguments: [
        "/favicon.ico", "/", "/?", "/?x=y", "/robots.txt?code=ABC123&state=S1", "/?code=&state=S1",
        "/?code=a%0Ab&state=S1",
    ])
    func strayRequests(target: String) {
        guard case .stray = read(target) else {
            Issue.record("\(read(target))")
            return
        }
        #expect(read(target).reply.status == 404)
    }

    @Test func onlyGet() {
        guard case .stray = read("/?code=ABC123&state=S1", method: "POST") else {
            Issue.record("a POST was taken")
            return
        }
    }

    @Test func pagesHoldNothingOfTheRequest() {
        for target in ["/?error=<script>&state=S1", "/<script>", "/?code=<script>&state=S1", "/?code=<script>"] {
            #expect(!read(target).reply.body.contains("script"))
        }
    }
}
