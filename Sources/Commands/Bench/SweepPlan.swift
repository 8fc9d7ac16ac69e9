import ALCFJSON
import ALCFRecord
import ALCFReport
import ALCFSystem

/// What a sweep is to do: written beside its results before its first request, so that it can be continued.
struct SweepPlan {
    /// The targets and the simulation.
    let arguments: RunArguments
    /// What all levels have in common.
    var options: BenchmarkOptions
    /// The loads, ascending.
    let loads: [Double]
    /// Whether they are requests a second, not requests in flight.
    let isRate: Bool
    /// Requests to each target at each level; nil for six times the concurrency, and 24 at least.
    let perLevel: Int?
    /// The share of failed requests at which a target is left out.
    let stopAtErrors: Double
    /// Whether answers are made as long as their limit, by the targets that take that.
    let forcesLength: Bool
    /// The prompts: each level takes the next ones of them.
    let workload: Workload

    /// The most tokens of any answer.
    var mostTokens: Int { workload.prompts.map { $0.maxTokens ?? options.maxTokens }.max() ?? options.maxTokens }

    /// Requests to each target at all levels together.
    static func total(_ loads: [Double], perLevel: Int?, isRate: Bool) -> Int {
        loads.reduce(0) { $0 + count($1, perLevel: perLevel, isRate: isRate) }
    }

    /// What is asked at one level, and at none before it.
    func prompts(_ index: Int) -> Workload {
        workload.conversations(
            from: loads[..<index].reduce(0) { $0 + count($1) }, count: count(loads[index]))
    }

    /// Requests to each target at a load.
    func count(_ load: Double) -> Int { Self.count(load, perLevel: perLevel, isRate: isRate) }

    static func count(_ load: Double, perLevel: Int?, isRate: Bool) -> Int {
        perLevel ?? (isRate ? 24 : max(24, Int(clamping: load).multipliedClamped(by: 6)))
    }

    /// The options of one level.
    func options(_ index: Int) -> BenchmarkOptions {
        var options = options
        // Another seed at each level draws another order; every second level reverses it.
        options.seed = self.options.seed &+ UInt64(index)
        options.promptSeed = self.options.promptSeed &+ UInt64(index)
        options.slices = 1
        options.warmup = index == 0 ? 1 : 0
        if isRate { options.rate = loads[index] } else { options.concurrency = Int(clamping: loads[index]) }
        return options
    }

    /// The files of one level.
    func files(_ index: Int, base: String) -> ReportFiles {
        Self.files(loads[index], isRate: isRate, base: base)
    }

    static func files(_ load: Double, isRate: Bool, base: String) -> ReportFiles {
        ReportFiles(name: "\(base)-\(isRate ? "r" : "c")\(BenchmarkSweepCommand.text(load))")
    }

    /// Its own files, beside those of the levels.
    static func results(_ base: String) -> [String] { [path(base)] + [".json", ".md", ".html"].map { base + $0 } }

    /// What the names of a sweep's files begin with; given as that, or as the name of its plan or its results.
    static func base(_ name: String) -> String {
        let ending = ["-plan.json", ".json", ".md", ".html"].first { name.hasSuffix($0) }
        return ending.map { String(name.dropLast($0.count)) } ?? name
    }

    /// Where the plan of a sweep of that name is.
    static func path(_ base: String) -> String { base + "-plan.json" }
}

extension SweepPlan {
    var json: JSONValue {
        [
            "type": "sweep_plan", "load": isRate ? "requests_per_second" : "requests_in_flight",
            "loads": .array(loads.map(JSONValue.double)), "per_level": JSONValue(perLevel),
            "stop_at_errors": .double(stopAtErrors), "force_length": .bool(forcesLength),
            "seed": .string(String(options.seed)),
            "options": options.design.json, "arguments": arguments.json,
            "speed": arguments.simulates ? .double(arguments.simulation.speed) : .null,
            "dataset": workload.dataSet.json, "prompts": .array(workload.prompts.map(\.json)),
        ]
    }

    /// Reads the plan of a sweep.
    ///
    /// - Throws: `UsageError` where there is none, or it is none.
    ///
    /// - Parameter headers: what was given anew, in place of values that no plan holds.
    init(path: String, headers: [String] = []) throws {
        let bytes: [UInt8]
        do { bytes = try FileContents(path: path, limit: 1 << 30).bytes } catch {
            throw UsageError(
                "there is no sweep to continue: \(error)", remedy: "Give the name that its files begin with (--output)."
            )
        }
        func no(_ reason: String) -> UsageError { UsageError("\(path) is not the plan of a sweep: \(reason)") }
        do {
            let json = try JSONValue(parsing: bytes, limits: .file)
            guard json["type"] == "sweep_plan", let seed = json["seed"]?.string.flatMap({ UInt64($0) }),
                json["arguments"] != nil
            else { throw no("it holds something else") }
            options = try BenchmarkOptions(try json.require("options"), seed: seed)
            isRate = json["load"] == "requests_per_second"
            loads = try json.require("loads")
            let range = isRate ? BenchmarkOptions.Limits.rate : 1...10_000
            guard !loads.isEmpty, loads.allSatisfy(range.contains) else {
                throw no("its loads must be from \(range.lowerBound) to \(range.upperBound)")
            }
            perLevel = try json.optional("per_level")
            guard perLevel.map(BenchmarkOptions.Limits.samples.contains) ?? true else {
                throw no("'per_level' is out of range")
            }
            stopAtErrors = try json.require("stop_at_errors")
            forcesLength = try json.optional("force_length") ?? false
            workload = Workload(dataSet: try json.require("dataset"), prompts: try json.require("prompts"))
            arguments = try RunArguments(
                kept: try json.require("arguments"), speed: try json.optional("speed"), path: path, headers: headers)
        } catch let error as JSONError { throw no("\(error)") }
    }
}
