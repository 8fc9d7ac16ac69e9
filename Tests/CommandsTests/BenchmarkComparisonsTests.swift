import ALCFJSON
import ALCFRecord
import ALCFSystem
import TestSupport
import Testing

/// The report on the votes of readers, as a user calls it.
@Suite(.tags(.watchesTheClock)) struct BenchmarkComparisonsTests {
    /// A file of so many votes for the first model, and against it.
    private static func file(_ alcf: Alcf, _ name: String, wins: Int, losses: Int) throws -> String {
        let path = alcf.folder.file(name)
        for index in 0..<(wins + losses) {
            let vote = ComparisonVote(
                time: 1_796_000_000 + Double(index), left: ComparedSide(model: "metis/a"),
                right: ComparedSide(model: "sophia/b"), choice: index < wins ? .left : .right, questionHash: "\(index)")
            try AppendedFile.append(vote.json.serializedBytes(), to: path)
        }
        return path
    }

    @Test func reportsInEachForm() async throws {
        let alcf = try Alcf()
        let path = try Self.file(alcf, "comparisons.jsonl", wins: 14, losses: 6)
        let text = try await alcf.run("benchmark", "report", path)
        #expect(text.exitCode == 0, "\(text.errors)")
        #expect(text.output.contains("metis/a against sophia/b: no preference shown"), "\(text.output)")
        let json = try await alcf.run("benchmark", "report", path, "--json")
        #expect(try JSONValue(parsing: json.output)["pairs"]?[0]?["first_better"] == 14)
        let html = try await alcf.run("benchmark", "report", path, "-o", alcf.folder.file("votes.html"))
        #expect(html.exitCode == 0, "\(html.errors)")
        let page = String(decoding: try FileContents(path: alcf.folder.file("votes.html")).bytes, as: UTF8.self)
        #expect(page.contains("<table") && page.contains("70 %"))
    }

    @Test func joinsFiles() async throws {
        let alcf = try Alcf()
        let first = try Self.file(alcf, "a.jsonl", wins: 10, losses: 0)
        let second = try Self.file(alcf, "b.jsonl", wins: 9, losses: 1)
        let run = try await alcf.run("benchmark", "report", first, second)
        #expect(run.output.contains("metis/a was preferred to sophia/b: 19 of 20 decided votes"), "\(run.errors)")
    }

    @Test func mistakesAreSaid() async throws {
        let alcf = try Alcf()
        let path = try Self.file(alcf, "a.jsonl", wins: 1, losses: 0)
        try AtomicFile.write([UInt8]("{}\n".utf8), to: alcf.folder.file("other.jsonl"))
        let option = try await alcf.run("benchmark", "report", path, "--slo", "ttft=1s")
        #expect(option.exitCode == 64 && option.errors.contains("--slo is about runs"), "\(option.errors)")
        let mixed = try await alcf.run("benchmark", "report", path, alcf.folder.file("other.jsonl"))
        #expect(mixed.exitCode == 1 && mixed.errors.contains("holds votes, and"), "\(mixed.errors)")
    }
}
