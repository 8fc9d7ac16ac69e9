import ALCFSimulator
import TestSupport
import Testing

/// The question for the code, as a person at a terminal meets it.
@Suite struct SignInPromptTests {
    @Test func asksAgainForACodeThatIsNoGood() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            // Wide enough for the address to stay in one piece.
            let terminal = try PseudoTerminal(
                .alcf, ["authenticate", "--no-browser"], environment: alcf.environment, columns: 2000)
            #expect(try await terminal.shows("Paste the code here: "))
            let address = try #require(Alcf.address(in: terminal.output))
            var mark = terminal.mark
            terminal.type("\n")
            #expect(try await terminal.shows("not an authorization code", after: mark))
            #expect(try await terminal.shows("Paste the code here: ", after: mark))
            mark = terminal.mark
            terminal.type("mistyped\n")
            #expect(try await terminal.shows("did not accept", after: mark))
            #expect(try await terminal.shows("Paste the code here: ", after: mark))
            let page = try await alcf.get(address)
            let code = try #require(page.split(separator: "id=\"code\">").last?.prefix { $0 != "<" })
            terminal.type("\(code)\n")
            #expect(try await terminal.shows("Signed in as ssample@anl.gov"))
            #expect(try await terminal.exitCode() == 0)
        }
    }

    @Test func aPassphraseMayBeMistypedTwice() async throws {
        let terminal = try PseudoTerminal(
            .alcf, ["authenticate", "--encrypt", "--no-browser"], environment: try Alcf().environment)
        var mark = 0
        for (first, second, told) in [("a1b2c3", "other", "differ"), ("", nil, "empty"), ("a1b2c3", "else", "differ")] {
            #expect(try await terminal.shows("New passphrase", after: mark))
            #expect(try await terminal.waits { !$0.echoes })
            mark = terminal.mark
            terminal.type("\(first)\n")
            if let second {
                #expect(try await terminal.shows("Repeat passphrase", after: mark))
                #expect(try await terminal.waits { !$0.echoes })
                terminal.type("\(second)\n")
            }
            #expect(try await terminal.shows(told, after: mark))
        }
        #expect(try await terminal.exitCode() == 77)
        #expect(!terminal.output.contains("a1b2c3"))
    }

    @Test func givesUpAfterThreeCodes() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            let terminal = try PseudoTerminal(
                .alcf, ["authenticate", "--no-browser"], environment: alcf.environment)
            var mark = 0
            for _ in 0..<3 {
                #expect(try await terminal.shows("Paste the code here: ", after: mark))
                mark = terminal.mark
                terminal.type("mistyped\n")
            }
            #expect(try await terminal.exitCode() == 77)
            #expect(terminal.output.contains("Start again"))
        }
    }

    @Test func ctrlCEndsTheQuestionForAPassphrase() async throws {
        let terminal = try PseudoTerminal(
            .alcf, ["authenticate", "--encrypt", "--no-browser"], environment: try Alcf().environment)
        #expect(try await terminal.shows("New passphrase"))
        #expect(try await terminal.waits { !$0.echoes })
        terminal.type("half\u{3}")
        #expect(try await terminal.exitCode() == 130)
        #expect(terminal.echoes)
        #expect(!terminal.output.contains("half"))
    }

    @Test func aSimulatorThatHasEndedIsNamed() async throws {
        // Nothing listens at port 1.
        var alcf = try Alcf()
        let signIn = try await alcf.run("authenticate", "--no-browser", "--code", "-", input: "C0DE\n")
        #expect(signIn.exitCode == 69)
        #expect(signIn.errors.contains("simulator") && signIn.errors.contains("GLOBUS_SDK_SERVICE_URL_AUTH"))
        alcf.environment["ALCF_ACCESS_TOKEN"] = "AgGiven"
        let models = try await alcf.run("whoami")
        #expect(models.exitCode == 69)
        #expect(models.errors.contains("simulator") && models.errors.contains("ALCF_BASE_URL"))
    }

    @Test func whatIsNotKnownOfAGivenTokenIsNoNumber() async throws {
        var alcf = try Alcf()
        alcf.environment["ALCF_ACCESS_TOKEN"] = "AgGiven"
        for arguments in [["token-status", "--units", "seconds"], ["get_time_until_token_expiration"]] {
            let result = try await Program.alcf.run(arguments, environment: alcf.environment)
            #expect(result.exitCode == 64)
            #expect(result.output.isEmpty)
            #expect(result.errors.contains("ALCF_ACCESS_TOKEN"))
        }
    }
}
