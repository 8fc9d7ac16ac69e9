import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The content of another tool's result file, in the terms of a record.
struct ImportedRun {
    /// The tool that wrote it, as in `vLLM`.
    var tool: String
    /// The file that it is from, where it is one of several.
    var file: String?
    /// The targets.
    var targets: [RunManifest.Target]
    /// Their requests, without regard to other files.
    var samples: [Sample]
    /// The prompts, where they are known.
    var prompts: [Prompt] = []
    /// Start in seconds since 1970; 0 if it is not known.
    var startedAt = 0.0
    /// Whether the file says when each request began. Otherwise only durations and their order are known.
    var hasInstants = true
    /// Options of the run.
    var design = Design()
    /// Source of its prompts.
    var dataSet: RunManifest.DataSet?
    /// Set where the services were simulated.
    var simulation: RunManifest.Simulation?
    /// Lines that could not be read, each with the reason.
    var unread: [String] = []
    /// Whether requests with one prompt's name had the same prompt, whatever the target.
    var sharesPrompts = false
    /// Results of checks of the instrument.
    var instrument: [InstrumentCheck] = []

    /// A target called as its file is.
    static func target(_ name: String, model: String?, url: String? = nil) -> RunManifest.Target {
        RunManifest.Target(name: name, url: url ?? "", model: model ?? NumberText.unknown)
    }

    /// A measured request, to be filled in.
    static func sample(_ number: Int, target: String, start: Double, end: Double?) -> Sample {
        var trace = RequestTimeline(scheduled: start, start: start)
        trace.lastToken = end
        trace.end = end
        // Nothing says which requests of two files had the same prompt, so each has its own.
        return Sample(
            sequence: number, phase: .measured, target: target, run: 1, block: number + 1, position: 0,
            promptID: "\(target) \(number + 1)", passageID: "\(target) \(number + 1)", trace: trace, outcome: .success)
    }

    /// The class of a failure that another tool has recorded: by its status, else by the name that Python's clients
    /// give it.
    package static func failure(status: Int?, error: String?) -> Outcome {
        let text = error ?? ""
        let quoted = text.split(separator: "error '").last.flatMap { Int($0.prefix(3)) }
        switch status ?? (text.contains("error '") ? quoted : nil) {
        case 429: return .http429
        case 401, 403: return .auth
        case .some(let status) where (400...499).contains(status): return .http4xx
        case .some(let status) where (500...599).contains(status): return .http5xx
        default: break
        }
        let names: [(String, Outcome)] = [
            ("ConnectTimeout", .timeoutConnect), ("ReadTimeout", .timeoutIdle), ("TimeoutError", .timeoutTotal),
            ("ReadError", .truncated), ("RemoteProtocolError", .truncated), ("ServerDisconnected", .truncated),
            ("ClientPayloadError", .truncated), ("ConnectError", .connect), ("ClientConnector", .connect),
        ]
        return names.first { text.contains($0.0) }?.1 ?? .malformed
    }

    /// Seconds since 1970 of a time as ISO 8601 has it, taken as UTC; nil for other text.
    static func epoch(_ text: String) -> Double? {
        let numbers = text.split { !$0.isNumber }.prefix(6).compactMap { Int($0) }
        guard numbers.count == 6, numbers[3...].allSatisfy({ (0...60).contains($0) }) else { return nil }
        return CivilDate.seconds(
            year: numbers[0], month: numbers[1], day: numbers[2], hour: Double(numbers[3]), minute: Double(numbers[4]),
            second: Double(numbers[5]))
    }

    /// The same without what no request can have been: a file may hold any number.
    func bounded(_ path: String) -> ImportedRun {
        var run = self
        run.samples = []
        for (index, var sample) in samples.enumerated() {
            if sample.removeImpossible() {
                run.samples.append(sample)
            } else {
                run.unread.append(
                    "\(path), request \(index + 1): it has no start time, or an impossible one")
            }
        }
        if !RunManifest.years.contains(startedAt) { run.startedAt = 0 }
        return run
    }

    /// One record of several files. Targets of one name are numbered.
    static func record(_ runs: [ImportedRun]) -> Record {
        var samples: [Sample] = []
        var targets: [RunManifest.Target] = []
        var prompts: [Prompt] = []
        var known: Set<String> = []
        var files: [ImportedPart] = []
        for run in runs {
            var names: [String: String] = [:]
            for var target in run.targets {
                var name = target.name
                var number = 2
                while targets.contains(where: { $0.name == name }) {
                    name = "\(target.name)-\(number)"
                    number += 1
                }
                names[target.name] = name
                if name != target.name {
                    target.label += " \(number - 1)"
                    target.name = name
                }
                targets.append(target)
            }
            var renamed: [String: String] = [:]
            if runs.count > 1, let file = run.file {
                files.append(
                    ImportedPart(
                        file: file, targets: run.targets.map { names[$0.name] ?? $0.name },
                        startedAt: run.startedAt > 0 ? run.startedAt : nil))
            }
            for var sample in run.samples {
                let name = names[sample.target] ?? sample.target
                // Files of one name have requests of one name: nothing says that their prompts are the same.
                if !run.sharesPrompts, name != sample.target {
                    let old = sample.promptID
                    sample.promptID = "\(name): \(old)"
                    renamed[old] = sample.promptID
                    if run.prompts.isEmpty { sample.passageID = sample.promptID }
                }
                sample.target = name
                sample.sequence = samples.count
                samples.append(sample)
            }
            prompts += run.prompts.map { prompt in renamed[prompt.id].map(prompt.renamed) ?? prompt }
                .filter { known.insert($0.id).inserted }
        }
        var design = runs.count == 1 ? runs[0].design : Design()
        if let experiment = runs.lazy.compactMap(\.design.experiment).first { design.experiment = experiment }
        if !files.isEmpty { design.files = files }
        design.importedFrom = Report.list(Set(runs.map(\.tool)).sorted())
        if runs.contains(where: { !$0.hasInstants }) { design.instants = .unknown }
        let data =
            runs.compactMap(\.dataSet).first
            ?? RunManifest.DataSet(
                name: "prompts of the imported files", version: "", sha256: "", count: samples.count,
                passages: samples.count, source: "imported")
        var record = Record(
            manifest: RunManifest(
                toolVersion: Report.list(Set(runs.map(\.tool)).sorted()),
                startedAt: runs.map(\.startedAt).filter { $0 > 0 }.min() ?? 0, seed: 1, design: design, dataSet: data,
                targets: targets, simulation: runs.lazy.compactMap(\.simulation).first, prompts: prompts),
            samples: samples)
        record.instrument = runs.flatMap(\.instrument)
        record.unread = runs.flatMap(\.unread)
        return record
    }
}
