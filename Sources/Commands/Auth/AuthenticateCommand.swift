import ALCFAuth
import ALCFCrypto
import ALCFHTTP
import ALCFSystem
import ArgumentParser

/// Signs in with Globus.
struct AuthenticateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authenticate",
        abstract: "Sign in with Globus, once for all tools that share the token file.",
        discussion: """
            Shows an address to open in any browser, on any machine, and asks for the code that the page shows after you sign in. \
            It asks on the terminal even if standard input is a pipe; 'alcf authenticate --code -' reads the code from standard \
            input instead.

            On a desktop (DISPLAY or WAYLAND_DISPLAY is set, SSH_CONNECTION and SSH_TTY are not), the address also opens in a \
            browser by xdg-open. '--no-browser' prevents this.

            Sign in with the identity of an authorised institution, such as anl.gov or alcf.anl.gov.

            '--encrypt' keeps the tokens in a separate file, encrypted with a passphrase. Python tools cannot read that file. \
            Tokens in the plain file are moved into it. The passphrase is asked for on the terminal, or is the first line that the \
            command in ALCF_PASSPHRASE_COMMAND prints.
            """,
        aliases: ["login"])

    @Flag(name: .shortAndLong, help: "Sign in again even if the present sign-in is still valid.")
    var force = false

    @Option(help: ArgumentHelp("Service to sign in for.", valueName: "name"))
    var service = ServiceChoice(.inference)

    @Flag(help: "Sign in as another identity, and revoke the tokens of the present one.")
    var switchIdentity = false

    @Flag(help: "Encrypt the tokens with a passphrase.")
    var encrypt = false

    @Flag(help: "Receive the code from the browser on a local port, so that you need not copy it.")
    var localServer = false

    @Flag(help: "Only show the address; do not open a browser.")
    var noBrowser = false

    @Option(help: ArgumentHelp("Read the code from standard input: '-' is the only value.", valueName: "-"))
    var code: String?

    func validate() throws {
        if let code, code != "-" {
            throw ValidationError("A code on the command line can be seen by others: pipe it to '--code -'.")
        }
        if code != nil, localServer { throw ValidationError("'--code' and '--local-server' exclude each other.") }
    }

    func run() async throws {
        let session = Session()
        let services = service.services
        for candidate in try session.auth.ownStores() {
            guard let name = try await candidate.setAsideIfCorrupt() else { continue }
            Console.warn("'\(candidate.path)' was not a token file, and has been renamed to '\(name)'")
        }
        let store = try await TokenStore.locateForSignIn(
            environment: session.environment, services: services, encrypts: encrypt, passphrase: session.auth.passphrase
        )
        if encrypt {
            try store.requireWritable()
            try await store.unlock()
            try await takeAlong(session, store)
        }
        if !force, !switchIdentity, try await isSignedIn(session, store, services) { return }
        // Nobody is sent to a browser for tokens that cannot be kept.
        try store.requireWritable()
        try await store.unlock()
        let response = try await localServer ? viaLocalServer(session, store) : viaCode(session, store)
        try await SignIn(auth: try session.auth.globusAuth(), store: store)
            .keep(response, switchesIdentity: switchIdentity)
        if encrypt { try await endPlainSignIns(session, response) }
        try await tell(session, store, services)
    }

    /// Tokens that are good stay good: they move from the plain file into the encrypted one.
    private func takeAlong(_ session: Session, _ store: TokenStore) async throws {
        for plain in try session.auth.ownStores() where plain.kind == .shared {
            guard try await store.takeAlong(plain) else { continue }
            Console.note("The tokens in '\(plain.path)' have been encrypted and removed from that file.")
        }
    }

    /// Revokes the tokens that could not be moved: they are of another client, or of an identity that was replaced.
    private func endPlainSignIns(_ session: Session, _ response: TokenResponse) async throws {
        for plain in try session.auth.ownStores() where plain.kind == .shared {
            let status = try await session.auth.status(of: plain, for: service.services[0])
            guard status.isSignedIn, switchIdentity || status.identityID == response.identity?.id else { continue }
            let report = try await SignOut(auth: try session.auth.globusAuth())(plain)
            guard !report.removed.isEmpty else { continue }
            Console.note("The sign-in in '\(plain.path)' has ended: its tokens were revoked and removed.")
        }
    }

    private func isSignedIn(
        _ session: Session, _ store: TokenStore, _ services: [GlobusService]
    ) async throws -> Bool {
        for service in services {
            guard try await session.auth.status(of: store, for: service).isSignedIn else { return false }
        }
        try await tell(session, store, services)
        Console.note("To sign in again: alcf authenticate --force")
        return true
    }

    private func tell(_ session: Session, _ store: TokenStore, _ services: [GlobusService]) async throws {
        let service = services[0]
        let status = try await session.auth.status(of: store, for: service)
        Console.note(TokenStatusText(status, colour: Terminal.usesColour(.error)).text)
        let others = services.dropFirst().map(\.id)
        if !others.isEmpty { Console.note("  Also for:     \(others.joined(separator: ", "))") }
        guard store.kind == .encrypted else { return }
        for other in try session.auth.ownStores() where other.kind == .shared {
            guard try await session.auth.status(of: other, for: service).isSignedIn else { continue }
            Console.warn(
                "'\(other.path)' still holds tokens that are not encrypted. To end that sign-in and this one, and begin "
                    + "anew: alcf logout && alcf authenticate --encrypt")
        }
    }

    private func viaLocalServer(_ session: Session, _ store: TokenStore) async throws -> TokenResponse {
        if let obstacle = LocalServerLogin.obstacle(environment: session.environment) { Console.warn(obstacle) }
        let login = try LocalServerLogin(
            auth: try session.auth.globusAuth(), client: store.client, services: service.services,
            hostName: HostName.current)
        show(login.flow, session, "Waiting for the browser…")
        return try await login.complete()
    }

    private func viaCode(_ session: Session, _ store: TokenStore) async throws -> TokenResponse {
        let flow = try LoginFlow(
            auth: try session.auth.globusAuth(), client: store.client, services: service.services,
            hostName: HostName.current)
        show(flow, session, nil)
        guard code == nil else {
            return try await flow.complete(
                code: try Self.code(await Terminal.readLine(), ifNone: "standard input contains no code"))
        }
        var attempt = 1
        while true {
            do {
                let line = await Terminal.ask("Paste the code here: ")
                return try await flow.complete(
                    code: try Self.code(
                        line, ifNone: "there is no terminal to ask for the code, or no code was entered"))
            } catch let error as AuthError where error.code == .codeRefused && attempt < Self.attempts {
                attempt += 1
                Console.warn("\(error.message); copy it from the page once more")
            }
        }
    }

    /// Maximum number of times that the code is asked for.
    private static let attempts = 3

    /// - Parameter ifNone: what is wrong where there is no line at all.
    private static func code(_ line: String?, ifNone: String) throws(AuthError) -> Secret {
        guard let line else {
            throw AuthError(
                .signInFailed, ifNone,
                remedy: "Run it in a terminal, or pipe the code in: alcf authenticate --code -")
        }
        guard let code = LoginFlow.code(pasted: line) else {
            throw AuthError(.codeRefused, "that is not an authorization code", remedy: "Start again: alcf authenticate")
        }
        return code
    }

    private func show(_ flow: LoginFlow, _ session: Session, _ then: String?) {
        Console.note("Open this address in a browser and sign in:\n\n  \(flow.authorizeURL.string)\n")
        if !noBrowser { Browser.open(flow.authorizeURL.string, environment: session.environment) }
        if let then { Console.note(then) }
    }
}
