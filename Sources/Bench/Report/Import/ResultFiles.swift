import ALCFJSON
package import ALCFRecord
import ALCFSystem

/// Reads result files: our records and summaries, the original script's files, and those of vLLM, GuideLLM and AIPerf.
package enum ResultFiles {
    /// One record of all files. Several files are compared as samples that are not paired.
    ///
    /// - Throws: ``BenchError`` naming the file that cannot be read, and what it may be.
    package static func read(_ paths: [String]) throws(BenchError) -> Record {
        if paths.count == 1, let record = try record(paths[0]) { return record }
        var runs: [ImportedRun] = []
        for path in paths {
            let found: [ImportedRun]
            if let record = try record(path) {
                found = [own(record, name: name(path))]
            } else {
                found = try parse(try bytes(path), path: path)
            }
            runs += found.map { run in
                var run = run
                run.file = path
                return run
            }
        }
        try checkTargets(runs, name: NumberText.count(paths.count, "file"))
        return ImportedRun.record(runs)
    }

    /// The original script's file, or our summary, as JSON; for ``AsPublished``.
    ///
    /// - Throws: ``BenchError`` where it is no such file.
    package static func published(_ path: String) throws(BenchError) -> AsPublished {
        let json = try json(try bytes(path), path)
        guard OriginalFile.isOriginal(json) else {
            throw BenchError(
                .recordRead, "\(path) is not a file of the original comparison script",
                remedy: "give a metis_vs_sophia_results_*.json")
        }
        return AsPublished(json)
    }

    /// The runs that a file of another tool holds, without what no request can have been.
    static func parse(_ bytes: [UInt8], path: String) throws(BenchError) -> [ImportedRun] {
        let runs = try runs(bytes, path: path)
        try checkTargets(runs, name: path)
        return runs.map { $0.bounded(path) }
    }

    /// - Throws: ``BenchError`` for more targets than a report is made of.
    private static func checkTargets(_ runs: [ImportedRun], name: String) throws(BenchError) {
        let count = runs.reduce(0) { $0 + $1.targets.count }
        guard count > RunManifest.mostTargets else { return }
        throw BenchError(
            .recordRead,
            "\(name) \(name.hasSuffix("files") ? "have" : "has") \(count) targets; a report is made of up to \(RunManifest.mostTargets)",
            remedy: "read fewer of them together")
    }

    private static func runs(_ bytes: [UInt8], path: String) throws(BenchError) -> [ImportedRun] {
        let name = name(path)
        if let run = ServedFile.run(bytes, name: name) { return [run] }
        if let file = AIPerfFile(bytes, path: path) { return [file.run(name: name)] }
        let json = try json(PythonNumbers.withoutNaN(bytes), path)
        if OriginalFile.isOriginal(json) { return [OriginalFile.run(json)] }
        if let run = VLLMFile.run(json, name: name) { return [run] }
        let runs = GuideLLMFile.runs(json, name: name)
        if !runs.isEmpty { return runs }
        if GuideLLMFile.isOld(json) {
            throw BenchError(
                .recordRead, "\(path) is a file of GuideLLM 0.1, which cannot be read",
                remedy: "run it again with GuideLLM 0.2 or later, which writes benchmarks.json")
        }
        if json["aiperf_version"] != nil || json["request_latency"]?["avg"] != nil {
            throw BenchError(
                .recordRead, "\(path) holds AIPerf's summary only, without single requests",
                remedy: "give the profile_export.jsonl beside it")
        }
        if json["latencies"] == nil, json["completed"] != nil {
            throw BenchError(
                .recordRead, "\(path) holds vLLM's summary only, without single requests",
                remedy: "run vllm bench serve with --save-result --save-detailed")
        }
        throw BenchError(
            .recordRead, "\(path) is not a known result file",
            remedy:
                "files that can be read: records (NAME.jsonl) and summaries of alcf, metis_vs_sophia_results_*.json, vLLM's --save-detailed, "
                + "GuideLLM's benchmarks.json, AIPerf's profile_export.jsonl, and comparisons.jsonl of alcf serve")
    }

    private static func own(_ record: Record, name: String) -> ImportedRun {
        func renamed(_ target: String) -> String { "\(name)-\(target)" }
        return ImportedRun(
            tool: record.manifest.toolVersion,
            targets: record.manifest.targets.map { target in
                var target = target
                target.label += " (\(name))"
                target.name = renamed(target.name)
                return target
            },
            samples: record.samples.map { sample in
                var sample = sample
                sample.target = renamed(sample.target)
                // Blocks of two runs are not the same, even where their numbers are.
                sample.promptID = "\(name): \(sample.promptID)"
                return sample
            }, prompts: record.manifest.prompts.map { $0.renamed("\(name): \($0.id)") },
            startedAt: record.manifest.startedAt, design: record.manifest.design,
            dataSet: record.manifest.dataSet, simulation: record.manifest.simulation, unread: record.unread,
            instrument: record.instrument)
    }

    /// The record that a file holds; nil where it is a file of another kind.
    ///
    /// - Throws: ``BenchError`` for a file that cannot be read.
    static func record(_ path: String) throws(BenchError) -> Record? {
        // Records as we write them may be large, and are told by their first bytes.
        let beginning = Array("{\"type\":\"manifest\",".utf8)
        if FileContents.beginning(path, upTo: beginning.count) != beginning {
            guard isRecord(try bytes(path)) else { return nil }
        }
        return try RecordReader.read(path: path)
    }

    private static func isRecord(_ bytes: [UInt8]) -> Bool {
        guard let line = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first,
            let json = try? JSONValue(parsing: Array(line), limits: .line)
        else { return false }
        return json["type"]?.string == "manifest"
    }

    private static func json(_ bytes: [UInt8], _ path: String) throws(BenchError) -> JSONValue {
        do { return try JSONValue(parsing: bytes, limits: .file) } catch {
            throw BenchError(.recordRead, "\(path) is not JSON: \(error)", underlying: error)
        }
    }

    static func bytes(_ path: String) throws(BenchError) -> [UInt8] {
        do { return try FileContents(path: path, limit: 1 << 30).bytes } catch {
            throw BenchError(.recordRead, "\(error)", underlying: error)
        }
    }

    /// Returns the name of a file's target: the file's name, or its folder's if every run's file has the same name.
    static func name(_ path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        let file = parts.last ?? path
        let base = file.split(separator: ".").first.map(String.init) ?? file
        let folder = parts.dropLast().last { $0 != "." && $0 != ".." }
        return ["profile_export", "benchmarks"].contains(base) ? folder ?? base : base
    }
}
