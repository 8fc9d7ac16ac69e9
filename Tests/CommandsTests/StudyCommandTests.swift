import ALCFJSON
import ALCFRecord
import ALCFReport
import ALCFSystem
import Glibc
import TestSupport
import Testing

/// A study as its users see it: planned, measured, looked at, and kept from what would spoil it.
@Suite struct StudyCommandTests: StudyTesting {
    @Test func aPlanIsShownWithItsHash() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        let made = try await plan(alcf, folder, "--sessions", "3", "--every", "6h", "--from", "2099-01-01T00:00Z")
        #expect(made.exitCode == 0, "\(made.errors)")
        let hash = try BenchError.hash(try FileContents(path: folder + "/plan.json").bytes)
        #expect(made.output.contains(hash) && made.output.contains("study run"))
        #expect(made.output.contains("3 sessions, 2099-01-01 00:00 UTC to 2099-01-01 12:00 UTC"), "\(made.output)")
        #expect(try BenchmarkRecords.lines(folder + "/chain.jsonl").first?["sha256"]?.string == hash)
        var status = stat()
        #expect(stat(folder, &status) == 0 && status.st_mode & 0o777 == 0o700)
        // Nothing is written over.
        let again = try await plan(alcf, folder, "--sessions", "3", "--every", "6h")
        #expect(again.exitCode == 64 && again.errors.contains("'\(folder)' exists already"))
        #expect(try BenchError.hash(try FileContents(path: folder + "/plan.json").bytes) == hash)
    }

    @Test(arguments: [
        (["--sessions", "3"], "Say when the sessions are"), ([], "Say when the sessions are"),
        (["--at", "2099-01-01T00:00Z", "--sessions", "3"], "'--at' sets each session"),
        (["--at", "2099-01-01T00:00"], "--at"), (["--at", "tomorrow"], "--at"),
        (["--sessions", "0", "--every", "6h"], "from 1 to 1000"),
        (["--sessions", "3", "--every", "0.5s"], "whole number of seconds"),
        (["--sessions", "3", "--every", "1h", "--window", "2h"], "too close"),
        (["--at", "2099-01-01T00:00Z", "--at", "2099-01-01T00:00Z"], "order of time"),
        (["--sessions", "1", "--primary", "luck"], "luck"),
        (["--sessions", "1", "--slo", "x"], "x"), (["--sessions", "1", "--equivalence", "0%"], "0.1%"),
    ])
    func whatCannotBePlannedIsRefused(_ options: [String], _ words: String) async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        let result = try await Program.alcf.run(
            ["benchmark", "study", "init", folder, "--simulate"] + options, environment: alcf.environment)
        #expect(result.exitCode == 64 && result.errors.contains(words), "\(result.errors)")
        #expect(!exists(folder))
    }

    /// Of a real service: a plan is made before anything is measured.
    @Test func whatIsOverCannotBePlanned() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        let result = try await Program.alcf.run(
            ["benchmark", "study", "init", folder, "--at", "2001-01-01T00:00Z"], environment: alcf.environment)
        #expect(result.exitCode == 64 && result.errors.contains("its window is over"), "\(result.errors)")
        #expect(!exists(folder))
    }

    @Test func dataThatAreTooFewAreRefusedWithNumbers() async throws {
        let alcf = try Alcf()
        let data = alcf.folder.file("mine.csv")
        let rows = (0..<20).map { "What is \($0)?,\($0)\n" }.joined()
        try AtomicFile.write(Array("question,answer\n\(rows)".utf8), to: data)
        let few = try await plan(
            alcf, alcf.folder.file("week"), "--sessions", "4", "--every", "6h", "--dataset", data)
        #expect(few.exitCode == 64, "\(few.errors)")
        #expect(few.errors.contains("4 sessions of 6 prompts need 24 different ones, and the data set has 20"))
        #expect(few.errors.contains("4 of 5 (--samples 5)"))
        for option in ["--same-prompts", "--cache-bust"] {
            let folder = alcf.folder.file("week" + option)
            let made = try await plan(alcf, folder, "--sessions", "4", "--every", "6h", "--dataset", data, option)
            #expect(made.exitCode == 0, "\(made.errors)")
            #expect(try StudyPlan.read(path: folder + "/plan.json").plan.options.bustsCache)
        }
    }

    @Test func inQuickMotionAllIsMeasuredAndReported() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        #expect(try await plan(alcf, folder, "--sessions", "3", "--every", "30h").exitCode == 0)
        let all = try await study(alcf, "run", folder, "--all", "--no-self-check")
        #expect(all.exitCode == 0 && all.output.contains("3 of 3 sessions of week measured"), "\(all.errors)")
        #expect(
            try kinds(folder) == [
                "plan with file", "session 1 with file", "session 2 with file", "session 3 with file",
            ])
        let (plan, hash) = try StudyPlan.read(path: folder + "/plan.json")
        var prompts: Set<String> = []
        for number in 1...3 {
            let manifest = try #require(try BenchmarkRecords.lines(folder + "/session-0\(number)/run.jsonl").first)
            let options = try #require(manifest["options"])
            #expect(options["study"]?.string == hash && options["study_session"]?.int == number)
            #expect(options["primary"]?.array?.count == 4 && options["equivalence"] == 0.05)
            let texts = try #require(manifest["prompts"]?.array?.map { try Prompt(json: $0) })
            #expect(try StudyPrompts.hash(texts) == plan.sessions[number - 1].promptsHash)
            prompts.formUnion(texts.map(\.id))
            // The warm-up is of none of them.
            let warm = manifest["warmup_prompts"]?.array?.compactMap { $0["id"]?.string } ?? []
            #expect(!warm.isEmpty && prompts.isDisjoint(with: warm))
            #expect(exists(folder + "/session-0\(number)/run.html"))
        }
        #expect(prompts.count == 18)
        // Nothing is measured again.
        let again = try await study(alcf, "run", folder)
        #expect(again.exitCode == 0 && again.output.contains("are over"), "\(again.errors)")
        #expect(try kinds(folder).count == 4)
        let status = try JSONValue(parsing: try await study(alcf, "status", folder, "--json").output)
        #expect(status["measured"] == 3 && status["left"] == 0 && status["missed"] == 0)
        let report = try await study(alcf, "report", folder)
        #expect(report.exitCode == 0, "\(report.errors)")
        for ending in ["md", "html", "json"] { #expect(exists(folder + "/report.\(ending)")) }
        for form in ["terminal", "markdown", "html", "latex", "json"] {
            for command in ["status", "report"] {
                let shown = try await study(alcf, command, folder, "--format", form)
                #expect(shown.exitCode == 0 && !shown.output.isEmpty, "\(command) \(form): \(shown.errors)")
            }
        }
        // Under another name it is written once, unless that is said.
        let base = alcf.folder.file("paper")
        #expect(try await study(alcf, "report", folder, "-o", base).exitCode == 0 && exists(base + ".html"))
        try AtomicFile.write(Array("mine".utf8), to: base + ".md")
        let taken = try await study(alcf, "report", folder, "-o", base)
        #expect(taken.exitCode == 64 && taken.errors.contains("exist") && taken.output.isEmpty, "\(taken.errors)")
        #expect(try FileContents(path: base + ".md").bytes == Array("mine".utf8))
        #expect(try await study(alcf, "report", folder, "-o", base, "--overwrite").exitCode == 0)
        #expect(try FileContents(path: base + ".md").bytes == FileContents(path: folder + "/report.md").bytes)
        // Of a record that was changed, nothing is said.
        let record = folder + "/session-02/run.jsonl"
        try AtomicFile.write(try FileContents(path: record, limit: 1 << 26).bytes + [0x0A], to: record)
        let changed = try await study(alcf, "report", folder)
        #expect(changed.exitCode == 1 && changed.errors.contains("study verify"), "\(changed.errors)")
    }

    @Test func tooEarlyItSaysWhen() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        #expect(
            try await plan(alcf, folder, "--sessions", "2", "--every", "6h", "--from", "2099-01-01T00:00Z").exitCode
                == 0)
        let early = try await study(alcf, "run", folder)
        #expect(early.exitCode == 75, "\(early.errors)")
        #expect(early.errors.contains("session 1 of 2 is due in") && early.errors.contains("2099-01-01 00:00 UTC"))
        #expect(try kinds(folder) == ["plan with file"])
        let status = try await study(alcf, "status", folder)
        #expect(status.output.contains("0 of 2 sessions measured; next due in"), "\(status.output)")
    }

    @Test func aSessionWhoseTimeIsOverIsMissed() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        #expect(try await plan(alcf, folder, "--sessions", "3", "--every", "1h").exitCode == 0)
        let now = Int(WallClock.system.now())
        try replan(folder) { plan in
            for (index, due) in [now - 9000, now - 5000, now - 1000].enumerated() { plan.sessions[index].due = due }
            plan.window = 1800
        }
        // Status says it, and writes nothing.
        let status = try await study(alcf, "status", folder)
        #expect(status.output.contains("0 of 3 sessions measured, 2 missed; session 3 is due now"), "\(status.output)")
        #expect(try kinds(folder) == ["plan with file"])
        let run = try await study(alcf, "run", folder, "--no-self-check")
        #expect(run.exitCode == 0 && run.output.contains("Session 3 of 3: measured"), "\(run.errors)")
        #expect(try kinds(folder) == ["plan with file", "missed 1", "missed 2", "session 3 with file"])
    }

    @Test func twoAtOnceAreNotLetIn() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        #expect(try await plan(alcf, folder, "--sessions", "1").exitCode == 0)
        guard case .held(let lock) = FileLock.attempt(folder + "/lock") else {
            Issue.record("no lock")
            return
        }
        let second = try await study(alcf, "run", folder)
        withExtendedLifetime(lock) {}
        #expect(
            second.exitCode == 75 && second.errors.contains("nother process is working on the study"),
            "\(second.errors)")
        #expect(try kinds(folder) == ["plan with file"] && !exists(folder + "/session-01"))
    }

    @Test func anInterruptedSessionWhoseWindowIsOverHasFailed() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        #expect(try await plan(alcf, folder, "--sessions", "2", "--every", "6h").exitCode == 0)
        #expect(try await study(alcf, "run", folder, "--no-self-check").exitCode == 0)
        let now = Int(WallClock.system.now())
        // As if the session had been cut, and two hours had gone by.
        let record = folder + "/session-01/run.jsonl"
        let lines = try FileContents(path: record, limit: 1 << 26).bytes.split(separator: 0x0A)
        try AtomicFile.write(Array(lines.prefix(4).joined(separator: [0x0A])) + [0x0A], to: record)
        try replan(folder) { plan in
            plan.sessions[0].due = now - 7200
            plan.sessions[1].due = now + 7200
            plan.window = 3600
        }
        let run = try await study(alcf, "run", folder)
        #expect(run.exitCode == 75, "\(run.errors)")
        #expect(try kinds(folder) == ["plan with file", "failed 1 with file"])
        #expect(try await study(alcf, "status", folder).output.contains("1 failed"))
        #expect(try await study(alcf, "run", folder).exitCode == 75)
        #expect(try kinds(folder).count == 2)
    }

    /// A record of which nothing can be read is no reason to measure none of the later sessions.
    @Test func anAbandonedRecordThatCannotBeReadHasFailed() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        #expect(try await plan(alcf, folder, "--sessions", "2", "--every", "6h").exitCode == 0)
        try AtomicFile.write(Array("no record\n".utf8), to: folder + "/session-01/run.jsonl")
        let now = Int(WallClock.system.now())
        try replan(folder) { plan in
            plan.sessions[0].due = now - 7200
            plan.sessions[1].due = now + 7200
            plan.window = 3600
        }
        let run = try await study(alcf, "run", folder)
        #expect(run.exitCode == 75 && run.errors.contains("session 2 of 2 is due in"), "\(run.errors)")
        #expect(try kinds(folder) == ["plan with file", "failed 1 with file"])
        let note = try BenchmarkRecords.lines(folder + "/chain.jsonl")[1]["note"]?.string ?? ""
        #expect(note.hasPrefix("interrupted, and its record cannot be read: "), "\(note)")
    }

    /// A source of pages gives no more rows than it is asked for: each session asks for as many as the plan did.
    @Test func rowsAreAskedForAsThePlanDid() async throws {
        let server = try await ScriptedServer.start { request in
            let offset = request.path.split(separator: "offset=").last.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
            // Seven pages of which ten rows each have an answer: twelve sessions of ten want more than there are.
            let rows = (offset..<offset + 100).map { row in
                let answer = row.isMultiple(of: 10) ? "\"\(row)\"" : ""
                return
                    #"{"row":{"id":"r\#(row)","context":"Passage \#(row).","question":"Which?","answers":{"text":[\#(answer)]}}}"#
            }
            let body = #"{"rows":[\#(rows.joined(separator: ","))],"num_rows_total":700}"#
            return [.send(ScriptedServer.response(body))]
        }
        var alcf = try Alcf()
        alcf.environment["HF_DATASETS_SERVER"] = server.url
        alcf.environment["XDG_CACHE_HOME"] = alcf.folder.file("cache")
        let folder = alcf.folder.file("week")
        let made = try await study(
            alcf, "init", folder, "--simulate", "--speed", "200", "--dataset", "squad", "--sessions", "12", "--every",
            "6h")
        #expect(made.exitCode == 0, "\(made.errors)")
        let plan = try StudyPlan.read(path: folder + "/plan.json").plan
        #expect(plan.prompts.wanted == 120 && plan.prompts.count == 5)
        #expect(String(decoding: plan.bytes, as: UTF8.self).contains("\"rows_wanted\": 120"))
        let run = try await study(alcf, "run", folder, "--no-self-check", "--quiet")
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try kinds(folder) == ["plan with file", "session 1 with file"])
        await server.stop()
    }

    @Test func anotherPlanIsRefused() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        #expect(try await plan(alcf, folder, "--sessions", "2", "--every", "6h").exitCode == 0)
        var plan = try StudyPlan.read(path: folder + "/plan.json").plan
        plan.equivalence = 0.2
        try AtomicFile.write(plan.bytes, to: folder + "/plan.json")
        for command in ["run", "status", "report"] {
            let result = try await study(alcf, command, folder)
            #expect(result.exitCode == 1 && result.errors.contains("is not the plan that this study began with"))
        }
        #expect(try kinds(folder) == ["plan with file"])
    }

    @Test func otherDataAreRefusedAndNotedAndTriedAgain() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        let data = alcf.folder.file("mine.csv")
        func write(_ word: String) throws {
            let rows = (0..<20).map { "What is \($0)?,\(word)\n" }.joined()
            try AtomicFile.write(Array("question,answer\n\(rows)".utf8), to: data)
        }
        try write("yes")
        #expect(
            try await plan(alcf, folder, "--sessions", "2", "--every", "6h", "--dataset", data).exitCode == 0)
        try write("no")
        let other = try await study(alcf, "run", folder)
        #expect(other.exitCode == 1 && other.errors.contains("The data are not those of the plan"), "\(other.errors)")
        #expect(try kinds(folder) == ["plan with file", "failed 1"])
        #expect(try await study(alcf, "status", folder).output.contains("last try: not begun"))
        try write("yes")
        let same = try await study(alcf, "run", folder, "--no-self-check")
        #expect(same.exitCode == 0, "\(same.errors)")
        #expect(try kinds(folder) == ["plan with file", "failed 1", "session 1 with file"])
    }

    @Test func anotherMajorVersionIsRefused() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        #expect(try await plan(alcf, folder, "--sessions", "1").exitCode == 0)
        try replan(folder) { $0.toolVersion = "alcf 0.0.9" }
        let result = try await study(alcf, "run", folder)
        #expect(result.exitCode == 1 && result.errors.contains("planned with alcf 0.0.9"), "\(result.errors)")
    }

    @Test func nothingAnsweredIsAFailureThatIsNotRepeated() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        #expect(
            try await plan(alcf, folder, "--sessions", "2", "--every", "6h", "--fault", "500=1").exitCode == 0)
        let failed = try await study(alcf, "run", folder, "--no-self-check")
        #expect(failed.exitCode == 1 && failed.output.contains("FAILED: no request succeeded"), "\(failed.errors)")
        #expect(try kinds(folder) == ["plan with file", "failed 1 with file"])
        #expect(try await study(alcf, "run", folder).exitCode == 75)
        let report = try await study(alcf, "report", folder)
        #expect(report.exitCode == 1, "\(report.errors)")
    }

    @Test func allAtOnceIsForSimulationsOnly() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        #expect(try await plan(alcf, folder, "--sessions", "1").exitCode == 0)
        try replan(folder) { $0.arguments.simulates = false }
        let result = try await study(alcf, "run", folder, "--all")
        #expect(result.exitCode == 64 && result.errors.contains("real services"), "\(result.errors)")
    }

    @Test func noSecretIsInAPlanOrAJob() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        let made = try await plan(
            alcf, folder, "--sessions", "1", "--header", "X-Key: sk-secret", "--from", "2099-01-01T00:00Z")
        #expect(made.exitCode == 0, "\(made.errors)")
        var shown = made.output + made.errors
        for calendar in ["--systemd", "--cron", "--pbs", "--slurm", "--scrontab"] {
            let jobs = try await study(alcf, "schedule", folder, calendar)
            #expect(jobs.exitCode == 0 && jobs.output.contains("benchmark study run /"), "\(jobs.errors)")
            shown += jobs.output
        }
        for file in ["plan.json", "chain.jsonl"] {
            shown += String(decoding: try FileContents(path: folder + "/" + file).bytes, as: UTF8.self)
        }
        #expect(!shown.contains("sk-secret"))
        #expect(try await study(alcf, "schedule", folder).exitCode == 64)
        #expect(try await study(alcf, "schedule", folder, "--cron", "--pbs").exitCode == 64)
    }

    @Test func whatIsNoStudyIsAnErrorWithAWayOut() async throws {
        let alcf = try Alcf()
        for command in ["run", "status", "report"] {
            let result = try await study(alcf, command, alcf.folder.file("nothing"))
            #expect(result.exitCode == 64 && result.errors.contains("study init"), "\(result.errors)")
        }
        // A folder of someone's own is left as it is.
        let own = alcf.folder.file("own")
        #expect(mkdir(own, 0o755) == 0)
        #expect(try await plan(alcf, own, "--sessions", "1").exitCode == 64)
        let loop = alcf.folder.file("loop")
        #expect(symlink("nowhere", loop) == 0)
        #expect(try await plan(alcf, loop, "--sessions", "1").exitCode == 64)
        #expect(try await plan(alcf, alcf.folder.file("a b"), "--sessions", "1").exitCode == 64)
    }

    @Test func aSessionsFolderThatIsALinkIsNotFollowed() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        #expect(try await plan(alcf, folder, "--sessions", "1").exitCode == 0)
        let elsewhere = alcf.folder.file("elsewhere")
        #expect(mkdir(elsewhere, 0o755) == 0 && symlink(elsewhere, folder + "/session-01") == 0)
        let result = try await study(alcf, "run", folder, "--no-self-check")
        #expect(result.exitCode == 1 && result.errors.contains("is not a folder"), "\(result.errors)")
        #expect(!exists(elsewhere + "/run.jsonl"))
    }
}
