import ALCFJSON
import ALCFRecord
import ALCFReport
import ALCFSystem
import Glibc
import TestSupport

/// The commands of studies, and what they leave, for the tests of them.
protocol StudyTesting {}

extension StudyTesting {
    func plan(_ alcf: Alcf, _ name: String, _ more: String...) async throws -> ProgramResult {
        let arguments = [
            "benchmark", "study", "init", name, "--simulate", "--speed", "200", "--samples", "6", "--seed", "3",
        ]
        return try await Program.alcf.run(arguments + more, environment: alcf.environment)
    }

    func study(_ alcf: Alcf, _ words: String...) async throws -> ProgramResult {
        try await Program.alcf.run(["benchmark", "study"] + words, environment: alcf.environment)
    }

    func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Changes a study as if it had been planned so, with its chain.
    func replan(_ folder: String, _ change: (inout StudyPlan) -> Void) throws {
        var plan = try StudyPlan.read(path: folder + "/plan.json").plan
        change(&plan)
        try AtomicFile.write(plan.bytes, to: folder + "/plan.json")
        try AtomicFile.write(try Chain(plan: plan.bytes, time: Double(plan.created)).bytes, to: folder + "/chain.jsonl")
    }

    func kinds(_ folder: String) throws -> [String] {
        try BenchmarkRecords.lines(folder + "/chain.jsonl").map { link in
            let session = link["session"]?.int.map { " \($0)" } ?? ""
            return (link["kind"]?.string ?? "–") + session + (link["file"] == nil ? "" : " with file")
        }
    }
}
