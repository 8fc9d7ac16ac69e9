import ALCFJSON
import ALCFSystem
import Glibc
import TestSupport
import Testing

/// Several records, reported on as the sessions of a study.
@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkSessionsTests {
    /// Twelve sessions, 30 hours apart, of services whose ratio is 2, with a Metis that is 10 % faster or slower from day
    /// to day, and 30 % slower at 15 o'clock than on average. The days that seed 7 draws scatter by 11 % (worked out apart
    /// from the program), so that what is found does not hang on what the draw is worth.
    @Test func twelveSimulatedSessionsTellTheTruth() async throws {
        let alcf = try Alcf()
        let start = try #require(CalendarTime("2026-11-27T00:00:00Z")).seconds
        let names = (1...12).map { alcf.folder.file("session-\($0)") }
        for (index, name) in names.enumerated() {
            let result = try await Program.alcf.run(
                [
                    "benchmark", "--simulate", "--speed", "8", "-c", "8", "--simulated-latency", "metis=4s+0ms",
                    "--simulated-latency", "sophia=2s+0ms", "--day-factor", "metis=0.1", "--hour-factor",
                    "metis=0.3/15",
                    "--time", DateText.iso8601(start + 108_000 * Double(index)), "--simulation-seed", "7", "-n", "8",
                    "--seed", "\(index)", "--no-self-check", "--quiet", "-o", name,
                ], environment: alcf.environment)
            #expect(result.exitCode == 0, "\(result.errors)")
        }
        // In whatever order they are given.
        let files = names.reversed().map { $0 + ".jsonl" }
        let result = try await Program.alcf.run(
            ["benchmark", "report", "--json"] + files, environment: alcf.environment)
        #expect(result.exitCode == 0, "\(result.errors)")
        let json = try JSONValue(parsing: result.output)
        #expect(json["study"]?["planned"] == false && json["study"]?["measured"] == 12)
        #expect(json["sessions"]?.array?.first?["time"] == "2026-11-27T00:00:00Z")
        let latency = try #require(json["comparisons"]?.array?.first)
        func interval(_ value: JSONValue?, holds truth: Double) throws -> Bool {
            let (lower, upper) = (try #require(value?["lower"]?.double), try #require(value?["upper"]?.double))
            // A busy machine adds to each answer, by which the shorter ones lose more: half an interval is for that.
            let slack = (upper - lower) / 2
            return lower - slack <= truth && truth <= upper + slack
        }
        #expect(try interval(latency["interval"], holds: 2), "\(latency["interval"] ?? .null)")
        #expect(try interval(latency["next_session"], holds: 2))
        // What is between sessions is the day's 10 %, and the hour's 30 % ÷ √2.
        #expect(try interval(latency["session_spread_interval"], holds: (0.01 + 0.045).squareRoot()))
        let hour = try #require(latency["hour_of_day"])
        #expect(try interval(hour["amplitude_interval"], holds: 0.3), "\(hour)")
        #expect(try interval(hour["session_spread_left_interval"], holds: 0.1), "\(hour)")
        #expect(try #require(hour["p"]?.double) < 0.05)
        let text = try await Program.alcf.run(["benchmark", "report"] + files, environment: alcf.environment)
        #expect(text.output.contains("Sophia is faster than Metis, in 12 of 12 sessions: "), "\(text.output)")
        #expect(text.output.contains("These sessions were not planned"))
    }

    @Test func writesWhatItIsAskedFor() async throws {
        let alcf = try Alcf()
        let names = (1...2).map { alcf.folder.file("run-\($0)") }
        for (index, name) in names.enumerated() {
            let result = try await alcf.run(
                "benchmark", "--simulate", "--speed", "1000", "-n", "6", "--seed", "\(index)", "--no-self-check",
                "--quiet",
                "-o", name)
            #expect(result.exitCode == 0, "\(result.errors)")
        }
        let (one, other) = (names[0] + ".jsonl", names[1] + ".jsonl")
        let page = alcf.folder.file("both.html")
        let written = try await alcf.run("benchmark", "report", one, other, "-o", page)
        #expect(written.exitCode == 0 && written.output.isEmpty && written.errors.contains("Wrote "))
        let html = String(decoding: try FileContents(path: page).bytes, as: UTF8.self)
        #expect(html.contains("2 sessions") && html.contains("<svg") && html.contains("nothing is claimed"))
        let again = try await alcf.run("benchmark", "report", one, other, "-o", page)
        #expect(again.exitCode == 64 && again.errors.contains("exists already"))
        let replaced = try await alcf.run("benchmark", "report", one, other, "-o", page, "--overwrite")
        #expect(replaced.exitCode == 0)
        let own = try await alcf.run(
            "benchmark", "report", one, other, "-o", one, "--overwrite", "--format", "markdown")
        #expect(own.exitCode == 64 && own.errors.contains("is an input"))
        let formless = try await alcf.run("benchmark", "report", one, other, "-o", alcf.folder.file("both"))
        #expect(formless.exitCode == 64 && formless.errors.contains("--format"))
        for form in ["terminal", "markdown", "html", "latex", "json"] {
            let printed = try await alcf.run("benchmark", "report", one, other, "--format", form)
            #expect(
                printed.exitCode == 0 && printed.output.lowercased().contains("simulated"), "\(form): \(printed.errors)"
            )
        }
        let twice = try await alcf.run("benchmark", "report", one, one)
        #expect(twice.exitCode != 0 && twice.output.isEmpty && twice.errors.contains("same record"))
        let brief = try await alcf.run("benchmark", "report", one, other, "--brief")
        #expect(brief.exitCode == 64 && brief.errors.contains("--separate"))
        // As it was before sessions: each file is a target of its own.
        let separate = try await alcf.run("benchmark", "report", one, other, "--separate")
        #expect(separate.exitCode == 0 && separate.output.contains("Metis (run-1)"), "\(separate.output)")
        let single = alcf.folder.file("single.md")
        #expect(try await alcf.run("benchmark", "report", one, "-o", single).exitCode == 0)
        #expect(String(decoding: try FileContents(path: single).bytes, as: UTF8.self).hasPrefix("# SIMULATED"))
    }
}
