import ALCFAuth
import ALCFClient
import ALCFCrypto
import ALCFServe
import Synchronization
import Testing

/// The warning of a sign-in that is due or gone: said once, and gone with its cause.
struct SignInWatchTests {
    private final class Tokens: TokenProvider {
        let failure = Mutex<AuthError?>(nil)
        func accessToken() async throws -> Secret {
            if let failure = failure.withLock({ $0 }) { throw failure }
            return Secret("token")
        }
        func accessToken(replacing rejected: Secret) async throws -> Secret { try await accessToken() }
    }

    private final class Said: Sendable {
        let texts = Mutex<[String]>([])
        let due = Mutex<AuthError?>(nil)
    }

    @Test func aWarningIsSaidOnceAndEnds() async {
        let (tokens, said, state) = (Tokens(), Said(), ServiceState())
        let client = InferenceClient(tokens: tokens, transport: Gateway { _, _ in Gateway.json(500, "{}") })
        let watch = SignInWatch(client: client, state: state) {
            said.due.withLock { $0 }
        } warn: { text in
            said.texts.withLock { $0.append(text) }
        }
        await watch.look()
        #expect(state.currentWarning == nil)

        let due = AuthError(.signInDue, "a new sign-in is due soon", remedy: "Run: alcf authenticate --force")
        said.due.withLock { $0 = due }
        for _ in 0..<3 { await watch.look() }
        #expect(state.currentWarning == "a new sign-in is due soon. Run: alcf authenticate --force")
        #expect(said.texts.withLock { $0.count } == 1)

        tokens.failure.withLock {
            $0 = AuthError(.signInNeeded, "nobody is signed in", remedy: "Sign in with: alcf authenticate")
        }
        await watch.look()
        #expect(state.currentWarning?.contains("'alcf authenticate'") == true)
        #expect(said.texts.withLock { $0.count } == 2)

        tokens.failure.withLock { $0 = nil }
        said.due.withLock { $0 = nil }
        await watch.look()
        #expect(state.currentWarning == nil)
        #expect(said.texts.withLock { $0.count } == 2)
    }
}
