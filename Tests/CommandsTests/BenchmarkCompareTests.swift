import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

/// Old against new, and pictures, as a user calls them.
@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkCompareTests {
    /// Two records of the simulator, of which the new one is at a third of the speed.
    private func records(_ alcf: Alcf) async throws -> (old: String, new: String) {
        let names = (alcf.folder.file("old"), alcf.folder.file("new"))
        for (name, speed) in [(names.0, "60"), (names.1, "20")] {
            let run = try await alcf.run(
                "benchmark", "--simulate", "--no-self-check", "--speed", speed, "--samples", "12", "-o",
                name,
                "-q")
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        return (names.0 + ".jsonl", names.1 + ".jsonl")
    }

    @Test func aSlowerServiceFailsTheCondition() async throws {
        let alcf = try Alcf()
        let (old, new) = try await records(alcf)
        let run = try await alcf.run(
            "benchmark", "compare", old, new, "--format", "markdown", "--fail-if", "latency > 1.10", "--fail-if",
            "errors > 2%")
        #expect(run.exitCode == 1, "\(run.errors)")
        #expect(run.output.contains("Metis: new is slower: latency "), "\(run.output)")
        #expect(run.output.contains("<summary>Set-up, and how it was compared</summary>"))
        #expect(run.output.contains("Paired by prompt: each of 12 prompts"))
        #expect(run.output.contains("simulated, speed 60") && run.output.contains("simulated, speed 20"))
        #expect(run.errors.contains("Failed by 'latency > 1.10': latency of Metis is "), "\(run.errors)")
        #expect(!run.errors.contains("errors > 2%"))
        let back = try await alcf.run("benchmark", "compare", new, old, "--fail-if", "latency > 1.10", "--json")
        #expect(back.exitCode == 0, "\(back.errors)")
        let json = try JSONValue(parsing: back.output)
        #expect(json["targets"]?["metis"]?["figures"]?["latency"]?["verdict"] == "better")
        let one = try await alcf.run("benchmark", "compare", old + ":metis", new + ":sophia", "--json")
        #expect(try JSONValue(parsing: one.output)["targets"]?.object?.keys == ["sophia"], "\(one.errors)")
        let same = try await alcf.run("benchmark", "compare", old, old, "--target", "metis")
        #expect(same.exitCode == 0 && same.output.contains("are the same measurements"))
    }

    @Test func mistakesAreSaid() async throws {
        let alcf = try Alcf()
        let (old, new) = try await records(alcf)
        for (arguments, says) in [
            ([old, new, "--target", "minerva"], "has no target 'minerva'"),
            ([old + ":metis", new, "--target", "metis"], "exclude each other"),
            ([old, new, "--fail-if", "ttft > 2s"], "its limit is no ratio"),
            ([old, new, "--fail-if", "minerva ttft > 1.1"], "names a target that is not compared"),
            ([old, alcf.folder.file("nowhere.jsonl")], "nowhere.jsonl"),
            ([old, alcf.folder.file("")], "is a folder without plan.json"), ([old], "Missing expected argument"),
            ([old, new, "--plot", "x.png"], "is no name of a picture"),
            ([old, new, "--plot", "forest=\(alcf.folder.file("x.svg"))"], "Its charts are change"),
            ([old, new, "--plot-width", "2mm"], "plot-width"),
        ] {
            let run = try await Program.alcf.run(
                ["benchmark", "compare"] + arguments, environment: alcf.environment, input: "")
            #expect([1, 64].contains(run.exitCode) && run.errors.contains(says), "\(arguments): \(run.errors)")
        }
    }

    @Test func picturesAreWrittenAndNothingElseIsWrittenOver() async throws {
        let alcf = try Alcf()
        let (old, new) = try await records(alcf)
        let base = alcf.folder.file("paper")
        for _ in 0..<2 {
            let run = try await alcf.run("benchmark", "report", old, "--brief", "--plot", base + ".pdf")
            #expect(run.exitCode == 0 && run.errors.contains("Wrote \(base)-ecdf.pdf"), "\(run.errors)")
        }
        let pdf = try FileContents(path: base + "-ecdf.pdf").bytes
        #expect(pdf.starts(with: Array("%PDF-1.4\n".utf8)))
        let csv = try String(decoding: FileContents(path: base + "-ecdf.csv").bytes, as: UTF8.self)
        #expect(csv.hasPrefix("series,shape,number,point,\"latency, seconds\",share answered within\r\n"))
        let change = try await alcf.run("benchmark", "compare", old, new, "--plot", "change=" + base + ".svg")
        #expect(change.exitCode == 0 && change.errors.contains("Wrote \(base).svg, \(base).csv"), "\(change.errors)")
        // A picture by another hand stays.
        try AtomicFile.write(Array("<svg>mine</svg>".utf8), to: base + "-ecdf.svg")
        let refused = try await alcf.run("benchmark", "report", old, "--brief", "--plot", base + ".svg")
        #expect(refused.exitCode == 64 && refused.errors.contains("is not a picture that alcf made"))
        #expect(try FileContents(path: base + "-ecdf.svg").bytes == Array("<svg>mine</svg>".utf8))
        let none = try await alcf.run("benchmark", "report", old, "--brief", "--plot", "forst=" + base + ".svg")
        #expect(none.exitCode == 64 && none.errors.contains("Its charts are ecdf, "), "\(none.errors)")
    }
}
