import ALCFJSON
import ALCFSimulator
import ALCFSystem
import Glibc
import TestSupport
import Testing

@testable import ALCFCommands

/// `alcf doctor` as a program, over the simulated services.
@Suite(.tags(.watchesTheClock)) struct DoctorCommandTests {
    /// The document of `--json`, by check.
    private func document(_ result: ProgramResult) throws -> (JSONValue, [Check: JSONValue]) {
        let json = try JSONValue(parsing: result.output)
        let checks = try #require(json["checks"]?.array)
        #expect(checks.map { $0["id"]?.string } == Check.allCases.map(\.rawValue))
        #expect(json["exit_code"]?.int == result.exitCode)
        let pairs = checks.compactMap { check in check["id"]?.string.flatMap(Check.init).map { ($0, check) } }
        return (json, Dictionary(pairs) { $1 })
    }

    private func problems(_ checks: [Check: JSONValue], _ status: String) -> Set<Check> {
        Set(checks.filter { $0.value["status"]?.string == status }.keys)
    }

    @Test func aSetUpThatIsWell() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port).atHome
            try await alcf.signIn()
            let before = try FileContents(path: alcf.usualFile).bytes
            let tokens = simulator.tokenRequests
            let result = try await alcf.run("doctor", "--json")
            let (json, checks) = try document(result)
            #expect(result.exitCode == 0, "\(result.output)")
            // A disk in memory, or another program at the port of alcf serve, is this machine's affair.
            let tolerated: Set<Check> = [.fileSystem, .diskSpace, .localServer, .fileWrite, .fileLock]
            #expect(problems(checks, "warning").subtracting(tolerated).isEmpty, "\(result.output)")
            #expect(problems(checks, "not_tried").isEmpty)
            #expect(json["verdict"]?.string?.hasPrefix("All is well") == true)
            #expect(checks[.whoami]?["found"]?.string?.contains("ssample@anl.gov") == true)
            #expect(checks[.models]?["found"]?.string == "gpt-oss-120b: Metis running, Sophia running")
            #expect(checks[.tokenFile]?["found"]?.string?.hasPrefix("~/.globus/app/") == true)
            #expect(checks[.gateway]?["seconds"]?.double ?? 0 > 0)
            #expect(checks[.gateway]?["found"]?.string?.contains("(simulated)") == true)
            #expect(checks[.session]?["found"]?.string?.contains("30 days after") == true)
            #expect(!result.output.contains(alcf.folder.path))
            #expect(try FileContents(path: alcf.usualFile).bytes == before && simulator.tokenRequests == tokens)
            let left = names(in: AtomicFile.parent(of: alcf.usualFile)).sorted()
            #expect(left == ["tokens.json", "tokens.json.lock"])
            let text = try await alcf.run("doctor")
            #expect(text.exitCode == 0 && text.output.hasPrefix("All is well") && text.errors.isEmpty)
            for group in CheckGroup.allCases { #expect(text.output.contains("\n\n\(group.title)\n")) }
            #expect(!text.output.contains("\u{1B}"))
        }
    }

    @Test func nobodyIsSignedIn() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port).atHome
            let result = try await alcf.run("doctor")
            #expect(result.exitCode == 77)
            #expect(result.output.contains("checks failed: nobody is signed in."))
            #expect(result.output.contains("→ Sign in with: alcf authenticate\n"))
            #expect(result.output.contains("not tried Accepted     nobody is signed in"))
            #expect(!simulator.requestLog().contains { $0.path.hasSuffix("/whoami") })
            #expect(names(in: alcf.folder.path).isEmpty, "nothing is left behind")
        }
    }

    @Test func nothingIsReached() async throws {
        let alcf = try Alcf().atHome
        let result = try await alcf.run("doctor", "--json")
        #expect(result.exitCode == 69)
        let (_, checks) = try document(result)
        #expect(problems(checks, "failed") == [.globus, .gateway, .tokenFile], "\(result.output)")
        #expect(checks[.health]?["found"] == "the gateway was not reached")
        #expect(checks[.clock]?["status"] == "not_tried")
        #expect(checks[.gateway]?["remedy"]?.string?.contains("unset ALCF_BASE_URL") == true)
        #expect(checks[.globus]?["remedy"]?.string?.contains("unset GLOBUS_SDK_SERVICE_URL_AUTH") == true)
    }

    @Test func offlineNothingIsAskedFor() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port).atHome
            try await alcf.signIn()
            let count = simulator.requestLog().count
            let result = try await alcf.run("doctor", "--offline", "--json")
            let (json, checks) = try document(result)
            #expect(result.exitCode == 0 && json["offline"] == true)
            #expect(
                problems(checks, "not_tried")
                    == [.globus, .gateway, .clock, .health, .whoami, .models], "\(result.output)")
            #expect(json["verdict"]?.string?.hasPrefix("All that was checked offline is well") == true)
            #expect(simulator.requestLog().count == count)
        }
    }

    /// For places that everybody can read.
    @Test func anonymouslyNobodyIsNamed() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port).atHome
            try await alcf.signIn()
            let usual = try await alcf.run("doctor")
            #expect(usual.output.contains("ssample@anl.gov"))
            let id = try #require(usual.output.firstMatch(of: /\(([0-9a-f]{8}-[0-9a-f-]{27})\)/)?.1)
            for arguments in [["doctor", "--anonymous"], ["doctor", "--anonymous", "--json"]] {
                let result = try await Program.alcf.run(arguments, environment: alcf.environment)
                #expect(result.exitCode == 0 && result.output.contains("***"), "\(result.output)")
                #expect(!result.output.contains("ssample") && !result.output.contains(id), "\(result.output)")
            }
        }
    }

    @Test func aRefusedTokenIsNotRenewed() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port).atHome
            try await alcf.signIn()
            let text = String(decoding: try FileContents(path: alcf.usualFile).bytes, as: UTF8.self)
            let token = try await alcf.run("token").output.dropLast()
            try AtomicFile.write(
                Array(text.replacing(token, with: "AgRevokedTokenOfYesterday").utf8), to: alcf.usualFile)
            let tokens = simulator.tokenRequests
            let result = try await alcf.run("doctor")
            #expect(result.exitCode == 77, "\(result.output)")
            #expect(result.output.contains("the gateway does not accept the sign-in"))
            #expect(result.output.contains("alcf authenticate --force"))
            #expect(result.output.contains("not tried Models       the gateway did not accept the token"))
            #expect(simulator.tokenRequests == tokens && !result.output.contains("AgRevoked"))
        }
    }

    @Test func aColdModelIsAWarning() async throws {
        var configuration = SimulatorConfiguration.fast
        configuration.models[.sophia] = [SimulatedModel("openai/gpt-oss-120b", .queued)]
        configuration.maintenance = [.metis]
        try await withSimulator(configuration) { simulator in
            let alcf = try Alcf(simulator: simulator.port).atHome
            try await alcf.signIn()
            let result = try await alcf.run("doctor", "--json")
            #expect(result.exitCode == 0)
            let models = try #require(try document(result).1[.models])
            #expect(models["status"] == "warning")
            #expect(models["found"] == "gpt-oss-120b: Metis under maintenance, Sophia queued")
        }
    }

    @Test func aGatewayThatIsOutOfOrderOrAnotherServer() async throws {
        let sick = try await ScriptedServer.start { request in
            [.send(ScriptedServer.response(#"{"detail": "down"}"#, status: "503 Service Unavailable")), .close]
        }
        var alcf = try Alcf(simulator: sick.port).atHome
        let result = try await alcf.run("doctor", "--json")
        #expect(result.exitCode == 69)
        #expect(problems(try document(result).1, "failed") == [.globus, .health, .tokenFile], "\(result.output)")
        alcf.environment["ALCF_BASE_URL"] = "not a URL"
        let wrong = try await alcf.run("doctor", "--offline", "--json")
        #expect(wrong.exitCode == 77)
        let gateway = try #require(try document(wrong).1[.gateway])
        #expect(gateway["status"] == "failed" && gateway["exit_code"] == 64)
        await sick.stop()
    }

    @Test func aSilentServerIsGivenUpInTime() async throws {
        let silent = try await ScriptedServer.start { _ in [.wait(60_000)] }
        let alcf = try Alcf(simulator: silent.port).atHome
        let result = try await alcf.run("doctor", "--json")
        #expect(result.exitCode == 69)
        let (_, checks) = try document(result)
        #expect(problems(checks, "failed").isSuperset(of: [.globus, .gateway]))
        for check in [Check.globus, .gateway] {
            #expect(checks[check]?["seconds"]?.double ?? 99 < 30, "\(result.output)")
        }
        await silent.stop()
    }

    /// What a report that is sent to others must not hold.
    @Test func noSecretIsInTheReport() async throws {
        try await withSimulator { simulator in
            var alcf = try Alcf(simulator: simulator.port).atHome
            try await alcf.signIn()
            var secrets = ["s3cret", "proxyuser", "s3cr3t-of-the-account", "xyzzy-phrase"]
            for (_, entry) in try alcf.document(at: alcf.usualFile)["data"]?["DEFAULT"]?.object ?? [:] {
                secrets += [entry["access_token"], entry["refresh_token"]].compactMap { $0?.string }
            }
            #expect(secrets.count == 8)
            secrets.append(try await alcf.run("token").output.dropLast().description)
            var seen: [String] = []
            func look(_ change: [String: String] = [:]) async throws {
                var alcf = alcf
                alcf.environment.merge(change) { $1 }
                for arguments in [["doctor"], ["doctor", "--json"], ["doctor", "--offline"]] {
                    let result = try await Program.alcf.run(arguments, environment: alcf.environment)
                    seen += [result.output, result.errors]
                }
            }
            try await look()
            try await look(["https_proxy": "http://proxyuser:s3cret@proxy.example:3128"])
            try await look([
                "HTTPS_PROXY": "http://proxyuser:s3#cret@proxy.example:3128",
                "ALCF_BASE_URL": "https://gateway.invalid/x",
            ])
            try await look(["ALCF_ACCESS_TOKEN": secrets[4]])
            try await look(["ALCF_ACCESS_TOKEN": "Bearer \(secrets[4])"])
            try await look([
                "GLOBUS_SERVICE_ACCOUNT_CLIENT_ID": "22222222-2222-4222-8222-222222222222",
                "GLOBUS_SERVICE_ACCOUNT_CLIENT_SECRET": "s3cr3t-of-the-account",
            ])
            alcf.environment["ALCF_PASSPHRASE_COMMAND"] = "cat \(alcf.folder.file("phrase"))"
            try AtomicFile.write(Array("xyzzy-phrase\n".utf8), to: alcf.folder.file("phrase"))
            #expect(try await alcf.run("authenticate", "--encrypt").exitCode == 0)
            try await look()
            #expect(
                seen.last?.contains("ALCF_PASSPHRASE_COMMAND prints its passphrase") == false, "standard error is empty"
            )
            #expect(seen[seen.count - 2].contains("ALCF_PASSPHRASE_COMMAND prints its passphrase"))
            #expect(seen.count == 42)
            for text in seen {
                for secret in secrets { #expect(!text.contains(secret), "\(text)") }
                #expect(!text.contains(alcf.folder.path), "the home directory: \(text)")
            }
        }
    }

    @Test func aTerminalSeesProgressAndColours() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port).atHome
            try await alcf.signIn()
            var environment = alcf.environment
            environment["NO_COLOR"] = nil
            let terminal = try PseudoTerminal(.alcf, ["doctor"], environment: environment, columns: 60)
            #expect(try await terminal.shows("Cache"))
            #expect(try await terminal.exitCode() == 0)
            #expect(terminal.output.contains("Checking "))
            #expect(terminal.output.contains("\u{1B}[32mok\u{1B}[0m"))
            environment["NO_COLOR"] = "1"
            let plain = try PseudoTerminal(.alcf, ["doctor"], environment: environment, columns: 60)
            #expect(try await plain.exitCode() == 0)
            #expect(!plain.output.contains("\u{1B}[32m"))
        }
    }

    @Test func ctrlCEndsItAndLeavesNothing() async throws {
        let silent = try await ScriptedServer.start { _ in [.wait(60_000)] }
        let alcf = try Alcf(simulator: silent.port).atHome
        let terminal = try PseudoTerminal(.alcf, ["doctor"], environment: alcf.environment)
        #expect(try await terminal.shows("Checking "))
        terminal.type("\u{3}")
        #expect(try await terminal.exitCode() == 130)
        #expect(names(in: alcf.folder.path).isEmpty)
        await silent.stop()
    }
}
