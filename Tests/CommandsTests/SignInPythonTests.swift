import ALCFJSON
import ALCFSimulator
import ALCFSystem
import TestSupport
import Testing

/// The real Globus SDK and this program on one token file.
///
/// Installs the SDK from PyPI into a folder that goes away. Where that does not work the test says so and passes.
@Suite(.serialized) struct SignInPythonTests {
    /// What a Python tool does: `get` prints an access token, refreshed and stored where need be; `store` writes a file.
    static let script = """
        import json, os, sys, time
        import globus_sdk
        CLIENT, RS = "\(Alcf.client)", "\(Alcf.gateway)"
        SCOPE = f"https://auth.globus.org/scopes/{RS}/action_all"
        config = globus_sdk.GlobusAppConfig(request_refresh_tokens=True)
        app = globus_sdk.UserApp("alcf_tokens", client_id=CLIENT, scope_requirements={RS: [SCOPE]}, config=config)
        if sys.argv[1] == "get":
            print(app.get_authorizer(RS).get_authorization_header().split()[1])
        elif sys.argv[1] == "version":
            print(globus_sdk.__version__)
        elif sys.argv[1] == "logout":
            app.logout()
        else:
            try:
                from globus_sdk.token_storage import JSONTokenStorage, TokenStorageData
            except ImportError:
                from globus_sdk.tokenstorage import JSONTokenStorage, TokenStorageData
            tokens = json.load(open(sys.argv[2]))["data"]["DEFAULT"]
            path = os.path.expanduser(f"~/.globus/app/{CLIENT}/alcf_tokens/tokens.json")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            storage = JSONTokenStorage(path, namespace="DEFAULT")
            storage.store_token_data_by_resource_server(
                {rs: TokenStorageData.from_dict(entry) for rs, entry in tokens.items()})
        """

    @Test(arguments: ["globus-sdk==3.65.0", "globus-sdk>=4,<5"]) func sharesTheFile(_ package: String) async throws {
        let place = try TemporaryDirectory()
        guard try await install(package, at: place.file("site")) else {
            print("notice: \(package) cannot be installed from PyPI here: SignInPythonTests is left out")
            return
        }
        try AtomicFile.write(Array(Self.script.utf8), to: place.file("tool.py"))
        var configuration = SimulatorConfiguration.fast
        configuration.rotatesRefreshTokens = true
        try await withSimulator(configuration) { simulator in
            let alcf = try Alcf(simulator: simulator.port).atHome
            var environment = alcf.environment
            environment["PYTHONPATH"] = place.file("site")
            environment["PATH"] = nil
            environment["NO_PROXY"] = "127.0.0.1"
            func python(_ arguments: String...) async throws -> String {
                let result = try await Program("python3").run(
                    [place.file("tool.py")] + arguments, environment: environment)
                #expect(result.exitCode == 0, "\(result.errors)")
                return result.output
            }
            func ours() async throws -> String {
                let result = try await alcf.run("token")
                #expect(result.exitCode == 0, "\(result.errors)")
                return result.output
            }
            let version = try await python("version")
            #expect(version.hasPrefix(package.contains("3.65") ? "3.65.0" : "4."))

            // We sign in, it loads.
            #expect(try await alcf.signIn().exitCode == 0)
            let first = try await ours()
            #expect(try await python("get") == first)
            let status = try JSONValue(parsing: try await alcf.run("token-status", "--json").output)
            #expect(status["next_sign_in_due"]?.string != nil)

            // It refreshes and stores over ours, we load.
            try expire(alcf)
            var asked = simulator.tokenRequests
            let second = try await python("get")
            #expect(second != first)
            #expect(try await ours() == second)
            #expect(simulator.tokenRequests == asked + 1)
            // It knows nothing of our record, and we claim nothing that we cannot know.
            let after = try JSONValue(parsing: try await alcf.run("token-status", "--json").output)
            #expect(after["next_sign_in_due"] == .null)
            #expect(after["username"] == "ssample@anl.gov", "our key survived its write")

            // We refresh and store over its file, it loads.
            try expire(alcf)
            asked = simulator.tokenRequests
            let third = try await ours()
            #expect(third != second)
            #expect(try await python("get") == third)
            #expect(simulator.tokenRequests == asked + 1)

            // We sign out, it finds nobody; it writes a whole file itself, we load and refresh that.
            #expect(try await alcf.run("logout").exitCode == 0)
            try alcf.place(
                try simulator.issueTokens(clientID: Alcf.client), expiresIn: 0, at: place.file("issued.json"))
            _ = try await python("store", place.file("issued.json"))
            asked = simulator.tokenRequests
            let fourth = try await ours()
            #expect(simulator.tokenRequests == asked + 1)
            #expect(try await python("get") == fourth)
            _ = try await python("logout")
            #expect(try await alcf.run("token").exitCode == 77)
        }
    }

    /// The access token is over, whoever got it.
    private func expire(_ alcf: Alcf) throws {
        guard var root = try alcf.document(at: alcf.usualFile).object, var data = root["data"]?.object,
            var entries = data["DEFAULT"]?.object, var entry = entries[Alcf.gateway]?.object
        else {
            Issue.record("no entry to expire")
            return
        }
        entry["expires_at_seconds"] = .int(Int(WallClock.system.now()))
        entries[Alcf.gateway] = .object(entry)
        data["DEFAULT"] = .object(entries)
        root["data"] = .object(data)
        try AtomicFile.write(JSONValue.object(root).serializedBytes(), to: alcf.usualFile)
    }

    private func install(_ package: String, at path: String) async throws -> Bool {
        let options = ["--quiet", "--disable-pip-version-check", "--retries", "0", "--timeout", "5", "--target", path]
        var environment: [String: String] = [:]
        for name in ["HOME", "https_proxy", "HTTPS_PROXY", "PIP_INDEX_URL", "PIP_CONFIG_FILE", "SSL_CERT_FILE"] {
            environment[name] = ProcessEnvironment.value(name)
        }
        let pip = try? await Program("python3").run(
            ["-m", "pip", "install"] + options + [package], environment: environment, timeout: 40)
        return pip?.exitCode == 0
    }
}
