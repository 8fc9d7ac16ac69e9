import ALCFJSON
import ALCFRecord
import ALCFReport
import ALCFSystem
import Glibc
import TestSupport
import Testing

/// A session that is stopped while it measures: by itself, so that it is not over before.
@Suite(.tags(.watchesTheClock)) struct BenchmarkStudyTests: StudyTesting {
    @Test func anInterruptedSessionGoesOn() async throws {
        let alcf = try Alcf()
        let folder = alcf.folder.file("week")
        #expect(
            try await plan(alcf, folder, "--sessions", "2", "--every", "6h", "--speed", "20").exitCode == 0)
        let now = Int(WallClock.system.now())
        try replan(folder) { $0.sessions[0].due = now - 10 }
        let program = try alcf.start("benchmark", "study", "run", folder, "--no-self-check", "--quiet")
        let record = folder + "/session-01/run.jsonl"
        _ = try await program.waits(
            until: { _ in ((try? FileContents(path: record, limit: 64 << 20).bytes) ?? []).count { $0 == 10 } > 5 })
        program.signal(SIGINT)
        let cut = try await program.result()
        #expect(cut.exitCode == 130, "\(cut.errors)")
        #expect(try kinds(folder) == ["plan with file"])
        #expect(try await study(alcf, "status", folder).output.contains("was interrupted and can go on"))
        let rest = try await study(alcf, "run", folder, "--no-self-check", "--quiet")
        #expect(rest.exitCode == 0 && rest.errors.contains("goes on where it was"), "\(rest.errors)")
        let samples = try BenchmarkRecords.samples(record)
        #expect(Set(samples.compactMap { $0["sequence"]?.int }).count == samples.count)
        #expect(samples.count { $0["phase"] == "measured" && $0["outcome"] == "success" } == 12)
        #expect(try kinds(folder) == ["plan with file", "session 1 with file"])
    }
}
