import ALCFJSON
import ALCFSimulator
import ALCFSystem
import TestSupport
import Testing

/// What a user does, in the order they do it, with the real program.
@Suite struct JourneyTests {
    @Test func signsInUsesTheServiceAndSignsOut() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            let signIn = try await alcf.signIn()
            #expect(signIn.exitCode == 0)
            #expect(signIn.output.isEmpty)
            #expect(signIn.errors.contains("Signed in as ssample@anl.gov"))

            let status = try JSONValue(parsing: try await alcf.run("token-status", "--json").output)
            #expect(status["signed_in"] == true)
            #expect(status["username"] == "ssample@anl.gov")
            #expect((172_700...172_800).contains(try #require(status["remaining_seconds"]?.int)))

            let models = try await alcf.run("list-models", "metis")
            #expect(models.exitCode == 0)
            #expect(models.output.contains("gpt-oss-120b"))
            #expect(!models.output.contains("openai/gpt-oss-120b"))

            let answer = try await alcf.run("chat", "--cluster", "METIS", "--model", "OpenAI/GPT-OSS-120b", "Hello")
            #expect(answer.exitCode == 0)
            #expect(answer.output.hasSuffix("\n") && answer.output.count > 10)
            #expect(answer.errors.isEmpty)

            let whoami = try JSONValue(parsing: try await alcf.run("whoami", "--json").output)
            #expect(whoami["username"] == "ssample@anl.gov")

            let token = try await alcf.run("token")
            #expect(token.output.split(separator: "\n").count == 1 && token.output.hasSuffix("\n"))
            #expect(token.errors.isEmpty)

            let out = try await alcf.run("logout")
            #expect(out.exitCode == 0)
            #expect(out.errors.contains("2 entries removed"))
            let refused = try await alcf.run("token")
            #expect(refused.exitCode == 77)
            #expect(refused.output.isEmpty)
            #expect(refused.errors.contains("alcf authenticate"))
        }
    }

    @Test func signsInThroughALocalServer() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            let program = try alcf.start("authenticate", "--local-server", "--no-browser")
            #expect(try await program.waits { $0.errors.contains("Waiting for the browser") })
            let address = try #require(Alcf.address(in: program.errors))
            #expect(address.contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A"))
            _ = try await alcf.get(address)
            let result = try await program.result()
            #expect(result.exitCode == 0)
            #expect(result.errors.contains("Signed in as ssample@anl.gov"))
        }
    }

    @Test func aSecondSignInIsOnlyMadeWhenForced() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let again = try await alcf.run("authenticate", "--no-browser", "--code", "-")
            #expect(again.exitCode == 0)
            #expect(again.errors.contains("alcf authenticate --force"))
            #expect(try await alcf.signIn("--force").exitCode == 0)
        }
    }

    @Test func refreshesAnExpiringTokenOnce() async throws {
        var configuration = SimulatorConfiguration.fast
        configuration.accessTokenLifetime = 30
        try await withSimulator(configuration) { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            // Less than a minute is left, so every call refreshes.
            let (one, two) = (try await alcf.run("token"), try await alcf.run("token"))
            #expect(one.exitCode == 0 && two.exitCode == 0)
            #expect(one.output != two.output)
            #expect(simulator.requestLog().count { $0.path == "/v2/oauth2/token" } == 3)
        }
    }

    @Test func showsNoSecretAnywhere() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            let signIn = try await alcf.signIn()
            let token = try await alcf.run("token").output.dropLast()
            #expect(token.count > 20)
            let name = alcf.folder.file("run")
            let texts = [
                signIn, try await alcf.run("token-status"), try await alcf.run("token-status", "--json"),
                try await alcf.run("whoami", "--json"), try await alcf.run("chat", "--json", "--stats", "Hello"),
                try await alcf.run("benchmark", "--no-self-check", "--samples", "2", "--output", name, "--json"),
                try await alcf.run("logout"),
            ].map { $0.output + $0.errors }
            for text in texts { #expect(!text.contains(token)) }
            for ending in [".jsonl", ".json", ".md"] {
                let file = String(decoding: try FileContents(path: name + ending).bytes, as: UTF8.self)
                #expect(file.count > 500)
                #expect(!file.contains(token))
            }
        }
    }
}
