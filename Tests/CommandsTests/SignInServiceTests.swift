import ALCFCrypto
import ALCFJSON
import ALCFSimulator
import ALCFSystem
import Glibc
import TestSupport
import Testing

/// Services, identities, service accounts, the encrypted file: by the program itself.
@Suite struct SignInServiceTests {
    @Test func signsInForOneServiceAfterAnother() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let inference = try await alcf.run("token").output
            let refused = try await alcf.run("token", "--service", "iri")
            #expect(refused.exitCode == 77)
            #expect(refused.errors.contains("alcf authenticate --service iri"))
            #expect(try await alcf.signIn("--service", "iri").exitCode == 0)
            let iri = try await alcf.run("token", "--service", "iri").output
            #expect(!iri.isEmpty && iri != inference)
            #expect(try await alcf.run("token").output == inference, "other entries survive")

            #expect(try await alcf.signIn("--service", "all").exitCode == 0)
            var tokens: Set<String> = []
            for name in ["inference", "iri", "globus-compute", "globus-transfer", "globus-flows"] {
                tokens.insert(try await alcf.run("token", "--service", name).output)
            }
            #expect(tokens.count == 5)
            let status = try JSONValue(
                parsing: try await alcf.run("token-status", "--service", "globus-flows", "--json").output)
            #expect(status["service"] == "globus-flows" && status["signed_in"] == true)

            let out = try await alcf.run("logout")
            #expect(
                out.errors.contains(
                    "inference, iri, globus-compute, globus-transfer, globus-flows"), "\(out.errors)")
            #expect(out.errors.contains("ten minutes"))
            #expect(simulator.requestLog().count { $0.path == "/v2/oauth2/token/revoke" } == 12)
        }
    }

    @Test func unknownServicesAreNotGuessed() async throws {
        let result = try await Alcf().run("token", "--service", "nope")
        #expect(result.exitCode == 64)
        #expect(result.errors.contains("globus-transfer"))
    }

    @Test func changesTheIdentityOnlyWhenAsked() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try alcf.place(try simulator.issueTokens(clientID: Alcf.client), expiresIn: 5000)
            let text = String(decoding: try FileContents(path: alcf.tokenFile).bytes, as: UTF8.self)
            let other = text.replacing("11111111-2222-4333-8444-555555555555", with: "another-identity")
            try AtomicFile.write(Array(other.utf8), to: alcf.tokenFile)
            let mismatch = try await alcf.signIn("--force")
            #expect(mismatch.exitCode == 77)
            #expect(mismatch.errors.contains("alcf authenticate --switch-identity"))
            #expect(String(decoding: try FileContents(path: alcf.tokenFile).bytes, as: UTF8.self) == other)
            #expect(simulator.requestLog().count { $0.path == "/v2/oauth2/token/revoke" } == 4, "the new tokens")
            #expect(try await alcf.signIn("--switch-identity").exitCode == 0)
            #expect(simulator.requestLog().count { $0.path == "/v2/oauth2/token/revoke" } == 8, "and the old ones")
            let status = try JSONValue(parsing: try await alcf.run("token-status", "--json").output)
            #expect(status["username"] == "ssample@anl.gov")
        }
    }

    @Test func signsOutEverywhereAlsoWithoutANetwork() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port).atHome
            let older = alcf.folder.file(
                ".globus/app/\(SimulatedGlobus.standardClientID)/inference_app/tokens.json")
            try alcf.place(try simulator.issueTokens(clientID: Alcf.client), expiresIn: 5000, at: alcf.usualFile)
            try alcf.place(try simulator.issueTokens(), expiresIn: 5000, at: older)
            let out = try await alcf.run("logout", "--local")
            #expect(out.exitCode == 0)
            #expect(out.errors.contains(alcf.usualFile) && out.errors.contains(older))
            #expect(simulator.requestLog().isEmpty)
            for path in [alcf.usualFile, older] {
                #expect(try alcf.document(at: path)["data"]?["DEFAULT"] == .object([:]))
            }
            #expect(try await alcf.run("logout").errors.contains("Nobody was signed in"))
        }
    }

    @Test func aServiceAccountNeedsNoSignIn() async throws {
        try await withSimulator { simulator in
            var alcf = try Alcf(simulator: simulator.port).atHome
            let id = "22222222-2222-4222-8222-222222222222"
            alcf.environment["GLOBUS_SERVICE_ACCOUNT_CLIENT_ID"] = id
            alcf.environment["GLOBUS_SERVICE_ACCOUNT_CLIENT_SECRET"] = "s3cr3t-of-the-account"
            let (one, two) = (try await alcf.run("token"), try await alcf.run("token"))
            #expect(one.exitCode == 0 && one.output == two.output)
            #expect(simulator.tokenRequests == 1)
            #expect(try await alcf.run("whoami").output.contains("\(id)@clients.auth.globus.org"))
            let status = try await alcf.run("token-status")
            #expect(status.exitCode == 0 && status.output.contains("Service account \(id)"))
            // A token from outside goes before it.
            alcf.environment["ALCF_ACCESS_TOKEN"] = "AgFromOutside"
            #expect(try await alcf.run("token").output == "AgFromOutside\n")
        }
    }

    @Test func theEncryptedFileServesEverything() async throws {
        try await withSimulator { simulator in
            var alcf = try Alcf(simulator: simulator.port).atHome
            let passphrase = alcf.folder.file("passphrase")
            try AtomicFile.write(Array("correct horse\nsecond line\n".utf8), to: passphrase)
            alcf.environment["ALCF_PASSPHRASE_COMMAND"] = "cat \(passphrase)"
            let signIn = try await alcf.signIn("--encrypt")
            #expect(signIn.exitCode == 0)
            #expect(signIn.errors.contains("Python tools cannot read it"))
            let token = try await alcf.run("token")
            #expect(token.exitCode == 0)
            let path = alcf.usualFile.replacing("tokens.json", with: "tokens.alcf-encrypted.json")
            let text = String(decoding: try FileContents(path: path).bytes, as: UTF8.self)
            #expect(!text.contains(token.output.dropLast()) && !text.contains("access_token"))
            #expect(try await alcf.run("token", "--min-remaining", "47.9999h").exitCode == 0)
            #expect(try await alcf.run("whoami").exitCode == 0)

            try AtomicFile.write(Array("wrong\n".utf8), to: passphrase)
            let wrong = try await alcf.run("token")
            #expect(wrong.exitCode == 77 && wrong.output.isEmpty)
            #expect(wrong.errors.contains("Wrong passphrase for") && !wrong.errors.contains("horse"))
            alcf.environment["ALCF_PASSPHRASE_COMMAND"] = nil
            let nobody = try await alcf.run("token")
            #expect(nobody.exitCode == 77 && nobody.errors.contains("ALCF_PASSPHRASE_COMMAND"))
            #expect(try await alcf.run("logout", "--local").exitCode == 0)
            #expect(access(path, F_OK) != 0)
        }
    }

    /// A command that runs for longer than a token lasts.
    @Test func aSimulationsSignInRenewsItself() async throws {
        let alcf = try Alcf()
        let script = "sleep 2; exec \"$0\" token"
        let result = try await alcf.run(
            "simulate", "--token-lifetime", "61", "--", "sh", "-c", script, Program.alcf.path)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("AgSIMULATED"))
    }

    @Test func whatIsSimulatedSaysSo() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            let program = try alcf.start("authenticate", "--no-browser", "--code", "-")
            _ = try await program.waits {
                $0.errors.contains("code_challenge_method=S256") && $0.errors.hasSuffix("\n\n")
            }
            let page = try await alcf.get(try #require(Alcf.address(in: program.errors)))
            #expect(page.contains("<title>SIMULATED") && page.contains("<strong>SIMULATED</strong>"))
            #expect(page.contains("id=\"code\">SIMULATED"))
            #expect(
                try await alcf.get("http://127.0.0.1:\(simulator.port)/v2/oauth2/authorize?x=y").contains("SIMULATED"))
            #expect(try await alcf.get("http://127.0.0.1:\(simulator.port)/v2/nothing").contains("SIMULATED"))
            for token in try simulator.issueTokens() {
                #expect(token.accessToken.expose().contains("SIMULATED"))
                #expect(token.refreshToken?.expose().contains("SIMULATED") == true)
            }
        }
    }

    @Test func encryptingTakesTheTokensAlong() async throws {
        try await withSimulator { simulator in
            var alcf = try Alcf(simulator: simulator.port).atHome
            try await alcf.signIn()
            let token = try await alcf.run("token").output
            let phrase = alcf.folder.file("phrase")
            try AtomicFile.write(Array("correct horse\n".utf8), to: phrase)
            alcf.environment["ALCF_PASSPHRASE_COMMAND"] = "cat \(phrase)"
            let result = try await alcf.run("authenticate", "--encrypt")
            #expect(result.exitCode == 0, "\(result.errors)")
            #expect(result.errors.contains("have been encrypted") && !result.errors.contains("code_challenge"))
            #expect(try await alcf.run("token").output == token)
            #expect(try alcf.document(at: alcf.usualFile)["data"]?["DEFAULT"]?.object?.isEmpty == true)
            #expect(!names(in: AtomicFile.parent(of: alcf.usualFile)).contains { $0.hasSuffix(".tmp") })
            #expect(try await alcf.run("token-status").errors.contains("not encrypted") == false)
        }
    }

    @Test func tellsAJobWhatWillNotLast() async throws {
        try await withSimulator { simulator in
            var alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            #expect(try await alcf.run("token-status", "--min-remaining", "6h").exitCode == 0)
            #expect(try await alcf.run("token-status", "--min-remaining", "3d").exitCode == 77)
            alcf.environment["ALCF_SESSION_DAYS"] = "0.2"
            let session = try await alcf.run("token-status", "--min-remaining", "6h")
            #expect(session.exitCode == 77)
            #expect(session.errors.contains("alcf authenticate --force"))
            let token = try await alcf.run("token")
            #expect(token.exitCode == 0 && token.output.split(separator: "\n").count == 1)
            #expect(token.errors.contains("new sign-in"), "the warning goes to standard error")
            let online = try await alcf.run("token-status", "--online")
            #expect(online.exitCode == 0 && online.errors.contains("ssample@anl.gov"))
            for text in ["6", "h", "-1h", "6w", "infh"] {
                #expect(try await alcf.run("token-status", "--min-remaining=\(text)").exitCode == 64)
            }
        }
    }

    /// Everything that anybody but the user and the token file could see.
    @Test func noSecretIsSeenAnywhere() async throws {
        try await withSimulator { simulator in
            var alcf = try Alcf(simulator: simulator.port)
            alcf.environment["ALCF_PASSPHRASE_COMMAND"] = "cat \(alcf.folder.file("phrase"))"
            try AtomicFile.write(Array("xyzzy-phrase\n".utf8), to: alcf.folder.file("phrase"))
            var seen: [String] = []
            func note(_ result: ProgramResult) { seen += [result.output, result.errors] }
            note(try await alcf.signIn("--service", "all"))
            let program = try alcf.start("authenticate", "--no-browser", "--force", "--code", "-")
            _ = try await program.waits { $0.errors.contains("code_challenge") }
            program.write("C0DE-OF-THE-USER\n")
            seen.append(Self.commandLine(of: program.id))
            program.closeInput()
            note(try await program.result())

            var secrets = ["C0DE-OF-THE-USER", "xyzzy-phrase", "s3cr3t-of-the-account"]
            for (_, entry) in try alcf.document()["data"]?["DEFAULT"]?.object ?? [:] {
                secrets += [entry["access_token"], entry["refresh_token"]].compactMap { $0?.string }
            }
            #expect(secrets.count == 15)
            for arguments in [
                ["token-status"], ["token-status", "--json"], ["token-status", "--online"], ["whoami", "--json"],
                ["list-models"], ["chat", "--json", "Hello"], ["token", "--service", "nope"],
                ["authenticate"], ["logout"], ["logout"], ["token"],
            ] {
                let program = try RunningProgram(.alcf, arguments, environment: alcf.environment)
                seen.append(Self.commandLine(of: program.id))
                program.closeInput()
                note(try await program.result())
            }
            note(try await alcf.signIn("--encrypt"))
            note(try await alcf.run("token-status", "--json"))
            note(try await alcf.run("logout"))
            alcf.environment["GLOBUS_SERVICE_ACCOUNT_CLIENT_ID"] = "22222222-2222-4222-8222-222222222222"
            alcf.environment["GLOBUS_SERVICE_ACCOUNT_CLIENT_SECRET"] = "s3cr3t-of-the-account"
            alcf.environment["HOME"] = alcf.folder.path
            note(try await alcf.run("whoami"))
            note(try await alcf.run("token-status"))
            note(try await alcf.run("logout"))
            for text in seen { for secret in secrets { #expect(!text.contains(secret)) } }
            for line in simulator.requestLog() { for secret in secrets { #expect(!line.path.contains(secret)) } }
        }
    }

    private static func commandLine(of id: Int32) -> String {
        guard let file = fopen("/proc/\(id)/cmdline", "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count].map { $0 == 0 ? 32 : $0 }, as: UTF8.self)
    }
}
