import ALCFJSON
import ALCFSimulator
import ALCFSystem
import Glibc
import TestSupport
import Testing

/// `alcf config` as a program, and what the others do with a file that is damaged.
@Suite struct ConfigCommandTests {
    func path(_ alcf: Alcf) -> String { alcf.folder.file(".config/alcf/config.json") }

    func text(_ alcf: Alcf) throws -> String {
        String(decoding: try FileContents(path: path(alcf)).bytes, as: UTF8.self)
    }

    func write(_ text: String, _ alcf: Alcf) throws {
        try AtomicFile.write(Array(text.utf8), to: path(alcf))
    }

    func permissions(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func settingsAreSetShownAndRemoved() async throws {
        let alcf = try Alcf()
        let none = try await alcf.run("config")
        #expect(none.exitCode == 0 && none.output.contains("no file yet"), "\(none.errors)")
        #expect(none.output.contains("sophia") && none.output.contains("built-in default"))
        #expect(try await alcf.run("config", "path").output == path(alcf) + "\n")
        for (key, value) in [("cluster", "metis"), ("targets.mine.url", "http://127.0.0.1:1/v1"), ("models.mine", "m")]
        {
            let set = try await alcf.run("config", "set", key, value)
            #expect(set.exitCode == 0 && set.output.isEmpty, "\(set.errors)")
        }
        #expect(permissions(path(alcf)) == 0o600)
        #expect(permissions(alcf.folder.file(".config/alcf")) == 0o700)
        let shown = try await alcf.run("config")
        #expect(
            shown.output.hasPrefix("Settings in force (file ~/.config/alcf/config.json, 3 set)\n"), "\(shown.output)")
        #expect(shown.output.contains("file ~/.config/alcf/config.json"))
        #expect(try await alcf.run("config", "get", "cluster").output == "metis\n")
        #expect(
            try await alcf.run("config", "get", "targets.mine").output == "targets.mine.url = http://127.0.0.1:1/v1\n")
        let missing = try await alcf.run("config", "get", "models.metis")
        #expect(missing.exitCode == 1 && missing.output.isEmpty && missing.errors.contains("not set"))
        #expect(try await alcf.run("config", "unset", "targets.mine").exitCode == 0)
        #expect(try await alcf.run("config", "unset", "cluster").exitCode == 0)
        #expect(try text(alcf) == "{\n  \"models\": {\n    \"mine\": \"m\"\n  }\n}\n")
    }

    @Test func jsonTellsWhereValuesAreFrom() async throws {
        var alcf = try Alcf()
        try write(#"{"cluster": "metis", "model": "m"}"#, alcf)
        alcf.environment["ALCF_MODEL"] = "other"
        let json = try JSONValue(parsing: try await alcf.run("config", "--json").output)
        #expect(json["file"]?.string == path(alcf) && json["exists"] == true && json["set"] == 2)
        let all = json["settings"]?.array ?? []
        #expect(all.map { $0["key"]?.string } == ["cluster", "model"])
        #expect(all[0]["from"] == "file" && all[1]["from"] == "environment" && all[1]["source"] == "ALCF_MODEL")
        #expect(all[1]["value"] == "other" && all[1]["overrules_file"] == true)
        let set = try await alcf.run("config", "set", "model", "n")
        #expect(set.exitCode == 0 && set.errors.contains("ALCF_MODEL overrules it"), "\(set.errors)")
    }

    @Test(
        arguments: [
            (["get", "clutser"], "Did you mean 'cluster'?"), (["set", "clutser", "x"], "Did you mean 'cluster'?"),
            (["unset", "clutser"], "Did you mean 'cluster'?"),
            (["set", "targets.metis.url", "http://h/v1"], "is a cluster"),
            (["set", "targets.mine", "x"], "targets.mine.url"),
            (
                ["set", "targets.x.url", "nonsense"],
                "Error: 'targets.x.url' must be an http or https address, and 'nonsense' is none. It takes a URL, as in"
            ),
            (
                ["set", "targets.x.url", "127.0.0.1:8000/v1"],
                "With its beginning: alcf config set targets.x.url http://127.0.0.1:8000/v1"
            ),
            (["set", "targets.x.url", "me:p4ss@h/v1"], "must be an http or https address. It takes"),
            (["set", "proxy", "http://u:p4ss@h:1"], "export https_proxy="),
            (["set", "targets.mine.key_env", "sk-0123456789p4ss"], "config set targets.mine.key_env VARIABLE"),
            (["get", "proxy.x"], "there is no setting"),
            (["set", "targets.mine.key_env", "p4ss"], "does not look like the name of a variable"),
            (["set", "targets.mine.key_env", "A1B2"], "does not look like the name of a variable"),
            (["set", "targets.mine.headers.X-Thing", "env:p4ss"], "does not look like the name of a variable"),
        ] as [([String], String)]) func mistakesAreExplained(_ words: [String], _ hint: String) async throws
    {
        let alcf = try Alcf()
        let run = try await Program.alcf.run(["config"] + words, environment: alcf.environment)
        let errors = run.errors.replacing("\n  ", with: " ")
        #expect(run.exitCode == 64 && errors.lowercased().contains(hint.lowercased()), "\(errors)")
        #expect(!errors.contains("p4ss") && !exists(path(alcf)))
    }

    /// What may be right, and probably is not, is kept with a warning.
    @Test(
        arguments: [
            (["cluster", "nope"], "'nope' is no cluster that this version knows (metis, sophia, minerva, tara)"),
            (["cluster", "metsi"], "Did you mean 'metis'?"), (["models.sofia", "m"], "Did you mean 'sophia'?"),
            (["prices.nope", "12/h"], "'nope' is no cluster"), (["power.nope", "5W"], "'nope' is no cluster"),
            (["targets.x.hardware", "y"], "alcf config set targets.x.url URL"),
        ] as [([String], String)]) func doubtsAreTold(_ words: [String], _ warning: String) async throws
    {
        let alcf = try Alcf()
        let run = try await Program.alcf.run(["config", "set"] + words, environment: alcf.environment)
        let errors = run.errors.replacing("\n  ", with: " ")
        #expect(run.exitCode == 0 && errors.contains("warning: ") && errors.contains(warning), "\(errors)")
        #expect(exists(path(alcf)))
    }

    @Test func whatIsKnownIsSetWithoutAWord() async throws {
        var alcf = try Alcf()
        alcf.environment["my_key2"] = "set"
        for (key, value) in [
            ("targets.mine.url", "http://127.0.0.1:1/v1"), ("cluster", "mine"), ("models.mine", "m"),
            ("cluster", "Tara"),
            ("prices.metis", "12/h"), ("targets.mine.key_env", "MINE_KEY"), ("targets.mine.key_env", "my_key"),
            ("targets.mine.key_env", "my_key2"), ("targets.mine.headers.X-Thing", "env:TOKEN2"),
        ] {
            let run = try await alcf.run("config", "set", key, value)
            #expect(run.exitCode == 0 && !run.errors.contains("warning"), "\(key) \(value) \(run.errors)")
        }
    }

    func exists(_ path: String) -> Bool { (try? FileContents(path: path)) != nil }

    @Test(arguments: ["{\"model\": ", "// mine\n{}", "[]", "{\"a\":1,\"a\":2}", "{\"cluster\": 5}"])
    func aDamagedFileIsReportedAndLeftAlone(_ damaged: String) async throws {
        let alcf = try Alcf()
        try write(damaged, alcf)
        for words in [["config"], ["config", "get", "model"], ["chat", "Hello"], ["benchmark", "--dry-run"]] {
            let run = try await Program.alcf.run(words, environment: alcf.environment)
            #expect(run.exitCode == 64 && run.errors.contains("config.json"), "\(words) \(run.errors)")
        }
        if damaged != "{\"cluster\": 5}" {
            let set = try await alcf.run("config", "set", "model", "m")
            #expect(set.exitCode == 64, "\(set.errors)")
        }
        #expect(try text(alcf) == damaged)
        // What has nothing to do with the settings works.
        #expect(try await alcf.run("--version").exitCode == 0)
        #expect(try await alcf.run("config", "path").exitCode == 0)
    }

    @Test func oneFaultyMemberCanBeMended() async throws {
        let alcf = try Alcf()
        try write(#"{"cluster": 5, "later": {"x": 1}}"#, alcf)
        let set = try await alcf.run("config", "set", "model", "m")
        #expect(set.exitCode == 0 && set.errors.contains("'cluster' must be a text"), "\(set.errors)")
        #expect(try await alcf.run("config", "unset", "cluster").exitCode == 0)
        let shown = try await alcf.run("config")
        #expect(shown.exitCode == 0 && shown.errors.contains("there is no setting 'later'"), "\(shown.errors)")
        #expect(try JSONValue(parsing: try text(alcf)) == ["later": ["x": 1], "model": "m"])
    }

    @Test func aTokenIsPrintedWhateverTheFileHolds() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            #expect(try await alcf.signIn().exitCode == 0)
            try write("{ nonsense", alcf)
            let token = try await alcf.run("token")
            #expect(token.exitCode == 0 && token.errors.isEmpty, "\(token.errors)")
            #expect(try await alcf.run("token", "--min-remaining", "1h").exitCode == 0)
            #expect(try await alcf.run("token-status").exitCode == 0)
            chmod(path(alcf), 0)
            #expect(try await alcf.run("token").exitCode == 0)
        }
    }

    @Test func eightProcessesLoseNothing() async throws {
        let alcf = try Alcf()
        try write(#"{"kept": true}"#, alcf)
        let environment = alcf.environment
        for round in 0..<4 {
            try await withThrowingTaskGroup(of: ProgramResult.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await Program.alcf.run(
                            ["config", "set", "models.m\(round)-\(number)", "v\(number)"], environment: environment)
                    }
                }
                for try await run in group { #expect(run.exitCode == 0, "\(run.errors)") }
            }
        }
        let json = try JSONValue(parsing: try text(alcf))
        #expect(json["models"]?.object?.count == 32 && json["kept"] == true)
    }

    @Test func aLinkStaysOne() async throws {
        let alcf = try Alcf()
        let real = alcf.folder.file("dotfiles/alcf.json")
        try AtomicFile.write(Array(#"{"model": "a"}"#.utf8), to: real)
        try AtomicFile.makeDirectory(AtomicFile.parent(of: path(alcf)))
        #expect(symlink(real, path(alcf)) == 0)
        #expect(try await alcf.run("config", "set", "model", "b").exitCode == 0)
        var status = stat()
        #expect(lstat(path(alcf), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(String(decoding: try FileContents(path: real).bytes, as: UTF8.self).contains("\"b\""))
        // Nothing else comes to lie among the files that are kept elsewhere.
        #expect(!exists(real + ".lock"))
    }

    @Test func aFileThatOthersMayChangeIsNotUsed() async throws {
        let alcf = try Alcf()
        try write(#"{"model": "a"}"#, alcf)
        chmod(path(alcf), 0o660)
        let run = try await alcf.run("config")
        #expect(run.exitCode == 64 && run.errors.contains("chmod 600"), "\(run.errors)")
        let set = try await alcf.run("config", "set", "model", "b")
        #expect(try text(alcf) == #"{"model": "a"}"# && set.exitCode == 64)
    }

    @Test func negativeNumbersAreValues() async throws {
        let alcf = try Alcf()
        for words in [
            ["serve", "--requests-per-second", "-1"], ["chat", "-n", "-1", "x"],
            ["chat", "--temperature", "-0.5", "x"],
        ] {
            let run = try await Program.alcf.run(words, environment: alcf.environment)
            #expect(run.exitCode == 64 && run.errors.contains("must be"), "\(run.errors)")
            #expect(!run.errors.contains("Missing value"))
        }
    }

    @Test func theLocalKeyCanBeJSON() async throws {
        let alcf = try Alcf()
        let plain = try await alcf.run("serve", "--print-key").output
        let json = try JSONValue(parsing: try await alcf.run("serve", "--print-key", "--json").output)
        #expect(json["key"]?.string.map { $0 + "\n" } == plain)
    }

    @Test func targetsAreCompleted() async throws {
        let alcf = try Alcf()
        try write(#"{"targets": {"mine": {"url": "http://h/v1"}}}"#, alcf)
        for shell in ["bash", "zsh", "fish"] {
            let script = try await alcf.run("--generate-completion-script", shell)
            #expect(script.exitCode == 0 && script.output.contains("---completion"))
        }
        let targets = try await alcf.run("---completion", "chat", "--", "--cluster", "0", "0")
        #expect(
            targets.output.contains("mine") && targets.output.contains("metis"), "\(targets.output) \(targets.errors)")
    }
}
