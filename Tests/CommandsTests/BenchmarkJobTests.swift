import ALCFSimulator
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFCommands

/// Scripts of batch jobs, made by the program and run by a real shell, with launchers that write down what they are given.
@Suite struct BenchmarkJobTests {
    private static let own = ["--target", "mine=http://127.0.0.1:9/v1", "--model", "m"]

    /// Options of the job, then those of the benchmark.
    private func job(_ alcf: Alcf, _ options: [String], _ benchmark: [String]) async throws -> ProgramResult {
        try await Program.alcf.run(["benchmark", "job"] + options + ["--"] + benchmark, environment: alcf.environment)
    }

    /// Runs a script as its batch system would; returns the words that the launcher was given, nil where it was not called.
    private func run(
        _ script: String, in alcf: Alcf, _ environment: [String: String] = [:]
    ) async throws -> (result: ProgramResult, words: [String]?) {
        let log = alcf.folder.file("words")
        for name in ["mpiexec", "srun"] {
            let text = "#!/bin/sh\nprintf '%s\\000' \(name) \"$@\" >\(log)\nenv >\(log).env\n"
            try AtomicFile.write(Array(text.utf8), to: alcf.folder.file(name), permissions: 0o700)
        }
        var all = alcf.environment
        all["PATH"] = "\(alcf.folder.path):/usr/bin:/bin"
        for (name, value) in [
            ("PBS_O_WORKDIR", alcf.folder.path), ("SLURM_SUBMIT_DIR", alcf.folder.path), ("PBS_JOBID", "123.pbs-01"),
            ("SLURM_JOB_ID", "77"),
        ] { all[name] = value }
        all.merge(environment) { $1 }
        #expect(try await Program("sh").run(["-n"], input: script).exitCode == 0)
        let result = try await Program("sh").run(environment: all, input: script)
        guard let bytes = try? FileContents(path: log).bytes else { return (result, nil) }
        return (result, bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
    }

    @Test func theScriptStartsTheBenchmarkByTheLauncher() async throws {
        let alcf = try Alcf()
        let program = try RealPath.of(Program.alcf.path)
        for (system, launcher, name) in [
            ("--pbs", ["mpiexec", "-n", "6", "--ppn", "3"], "alcf-123"),
            (
                "--slurm",
                ["srun", "--ntasks=6", "--ntasks-per-node=3", "--kill-on-bad-exit=0", "--wait=0"], "alcf-77"
            ),
        ] {
            let options = [system, "--nodes", "2", "--ranks-per-node", "3", "-A", "mine", "-q", "debug"]
            let made = try await job(alcf, options, Self.own + ["-c", "6"])
            #expect(made.exitCode == 0, "\(made.errors)")
            let (result, words) = try await run(made.output, in: alcf)
            #expect(result.exitCode == 0, "\(result.errors)")
            #expect(
                words == launcher + [program, "benchmark", "run", "--output", name, "--yes"] + Self.own + ["-c", "6"])
        }
    }

    /// Each word arrives as it was given, whatever a shell would make of it, and nothing of it is run.
    @Test func hostileWordsStayWords() async throws {
        let alcf = try Alcf()
        let texts = [
            "$(touch oops)", "`touch oops`", "'; touch oops; '", "\"; touch oops; \"", "a\nb", "a\n#PBS -A other", "\\",
            "*", "~",
            "$HOME", "!!", "x'\u{301}; touch oops", "-rf", "EOF", "a & touch oops", "#", "<x", "é",
        ]
        for text in texts {
            let words = Self.own + ["--hardware", "mine=\(text)", "--seed", "7"]
            let name = "./\(text.filter { $0 != "\n" })"
            for system in ["--pbs", "--slurm"] {
                let made = try await job(alcf, [system, "-o", name], words)
                #expect(made.exitCode == 0, "\(text): \(made.errors)")
                let (result, given) = try await run(made.output, in: alcf)
                #expect(result.exitCode == 0, "\(text): \(result.errors)")
                #expect(Array(given?.suffix(words.count) ?? []) == words)
                #expect(given?.contains(name) == true, "\(given ?? [])")
            }
        }
        #expect((try? FileContents(path: alcf.folder.file("oops"))) == nil)
    }

    @Test func hostileWordsForTheBatchSystemAreRefused() async throws {
        let alcf = try Alcf()
        for option in ["-A", "-q", "--filesystems", "--system"] {
            for text in ["x\n#PBS -W depend=x", "a b", "$(id)", "'", "\"", "-x", ""] {
                let made = try await job(alcf, ["--pbs", "\(option)=\(text)"], Self.own)
                #expect(made.exitCode == 64 && made.output.isEmpty, "\(option) \(text): \(made.output)")
            }
        }
        for options in [
            ["-o", "a\nb"], ["-o", ""], ["-o=-x"], ["--output-script", "a\nb"], ["--walltime", "1h"],
            ["--walltime", "00:60:00"], ["--walltime", "00:00:00"], ["--nodes", "0"], ["--slurm"],
            ["--proxy", "http://me:secret@proxy.example.org:3128"], ["--proxy", "http://a b"], ["--proxy", "x\ny"],
        ] {
            let made = try await job(alcf, ["--pbs"] + options, Self.own)
            #expect(made.exitCode == 64 && made.output.isEmpty, "\(options): \(made.output)")
            #expect(!made.errors.contains("secret@"))
        }
        #expect(try await job(alcf, ["--slurm", "--filesystems", "home"], Self.own).exitCode == 64)
    }

    /// A mistake is told before the job waits in a queue.
    @Test func whatTheBenchmarkWouldRefuseIsRefusedNow() async throws {
        let alcf = try Alcf()
        for (words, says) in [
            (["--sampels", "3"], "--sampels"), (["--rate", "-2"], "--rate"), (["metis"], "metis"),
            (["--output", "x"], "before the '--'"), (["--dry-run"], "--dry-run"), (["--help"], "run --help"),
            (["--explain", "ttft"], "--explain"), (["--resume", "x.jsonl"], "--resume"),
            (["--max-tokens", "0"], "--max-tokens"), (["--rank", "0/2"], "--rank"), (["--rank", "none"], "--rank"),
            (["--target", "mine=ftp://h/v1", "--model", "m"], "mine"),
            (Self.own + ["--api-key-env", "mine=not a name"], "not a name"),
        ] {
            let made = try await job(alcf, ["--pbs"], words)
            #expect(made.exitCode == 64 && made.output.isEmpty, "\(words): \(made.output)")
            #expect(made.errors.contains(says), "\(words): \(made.errors)")
        }
    }

    @Test func fewRequestsInFlightAreNotShared() async throws {
        let alcf = try Alcf()
        let options = ["--pbs", "--nodes", "4"]
        for words in [[], ["-c", "3"]] {
            let made = try await job(alcf, options, Self.own + words)
            #expect(made.exitCode == 64 && made.errors.contains("--concurrency 4"), "\(made.errors)")
        }
        for words in [
            ["-c", "4"], ["--per-rank"], ["--rate", "2"], ["-c", "8", "--rank-wait", "30", "--start-without"],
        ] {
            let made = try await job(alcf, options, Self.own + words)
            #expect(made.exitCode == 0 && made.output.contains(words.joined(separator: " ")), "\(made.errors)")
        }
    }

    @Test func withoutASignInNothingIsStarted() async throws {
        let alcf = try Alcf()
        let made = try await job(alcf, ["--pbs", "-o", "x"], [])
        #expect(made.exitCode == 0, "\(made.errors)")
        let (result, words) = try await run(made.output, in: alcf)
        #expect(result.exitCode == 77 && words == nil)
        #expect(result.errors.contains("Nothing was measured: the sign-in"), "\(result.errors)")
    }

    @Test func theTokenIsRenewedOnceAndStaysOutOfTheScript() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let token = String(try await alcf.run("token").output.dropLast())
            let made = try await job(alcf, ["--slurm", "--nodes", "3", "-o", "x"], ["-c", "3"])
            let (result, words) = try await run(made.output, in: alcf)
            #expect(result.exitCode == 0 && words?.first == "srun", "\(result.errors)")
            #expect(!made.output.contains(token) && !result.output.contains(token) && !result.errors.contains(token))
        }
    }

    @Test func theProxyIsALCFsOnlyWhereItIsNeeded() async throws {
        let alcf = try Alcf()
        let own = "export https_proxy=http://proxy.example.org:3128 no_proxy=127.0.0.1,localhost,::1\n"
        for (options, words, line) in [
            (["--pbs"], [], "export https_proxy=http://proxy.alcf.anl.gov:3128 no_proxy=127.0.0.1,localhost,::1\n"),
            (["--pbs"], Self.own, nil), (["--slurm"], [], nil), (["--pbs"], ["--simulate"], nil),
            (["--pbs", "--proxy", "none"], [], nil),
            (["--slurm", "--proxy", "http://proxy.example.org:3128"], Self.own, own),
        ] as [([String], [String], String?)] {
            let made = try await job(alcf, options, words)
            #expect(made.exitCode == 0, "\(made.errors)")
            let isRight = if let line { made.output.contains(line) } else { !made.output.contains("proxy") }
            #expect(isRight, "\(options): \(made.output)")
        }
    }

    @Test func keysAreNamedAndNotHeld() async throws {
        let alcf = try Alcf()
        let made = try await job(
            alcf, ["--pbs"], Self.own + ["--api-key-env", "mine=MINE_KEY", "--header", "X-Org: env:ORG_ID"])
        #expect(made.exitCode == 0, "\(made.errors)")
        let missing = try await run(made.output, in: alcf, ["ORG_ID": "1"])
        #expect(missing.result.exitCode == 77 && missing.words == nil)
        #expect(missing.result.errors.contains("MINE_KEY is not set"))
        let started = try await run(made.output, in: alcf, ["ORG_ID": "1", "MINE_KEY": "k"])
        #expect(started.result.exitCode == 0 && started.words?.first == "mpiexec")
        for words in [
            ["--header", "X-Api-Key: abcdef"], ["--header", "X-Org: sk-0123456789abcdef"],
            ["--body-field", "extra=\"hf_0123456789abcdef\""],
        ] {
            let refused = try await job(alcf, ["--pbs"], Self.own + words)
            #expect(refused.exitCode == 64 && refused.output.isEmpty)
            #expect(!refused.errors.contains("abcdef"), "\(refused.errors)")
        }
        for url in ["http://user:abcdef@10.1.0.7/v1", "http://10.1.0.7/v1?key=sk-0123456789abcdef"] {
            let refused = try await job(alcf, ["--pbs"], ["--target", "mine=\(url)", "--model", "m"])
            #expect(refused.exitCode == 64 && refused.output.isEmpty)
            #expect(!refused.errors.contains("abcdef"), "\(refused.errors)")
        }
    }

    @Test func noFileIsWrittenOver() async throws {
        let alcf = try Alcf()
        let file = alcf.folder.file("my job.pbs")
        let made = try await job(alcf, ["--pbs", "--output-script", file], Self.own)
        #expect(made.exitCode == 0 && made.output.isEmpty, "\(made.errors)")
        let text = String(decoding: try FileContents(path: file).bytes, as: UTF8.self)
        #expect(text.hasPrefix("#!/bin/sh\n# A benchmark by 1 process on 1 node.") && text.contains("qsub '\(file)'"))
        let again = try await job(alcf, ["--slurm", "--output-script", file], Self.own)
        #expect(again.exitCode == 64 && again.errors.contains("--output-script"), "\(again.errors)")
        #expect(String(decoding: try FileContents(path: file).bytes, as: UTF8.self) == text)
    }
}
