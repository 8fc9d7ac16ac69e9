import ALCFJSON
package import ALCFRecord
package import ALCFReport
import ALCFSystem

/// The plan of a sweep, written beside its results before its first request, so that it can be resumed.
package struct SweepPlan: Sendable {
    /// The targets and the simulation.
    package var arguments: RunArguments
    /// Options of all levels.
    package var options: BenchmarkOptions
    /// The loads, ascending.
    package private(set) var loads: [Double]
    /// Whether they are requests a second, not requests in flight.
    package private(set) var isRate: Bool
    /// Requests to each target at each level; nil for six times the concurrency, and 24 at least.
    package private(set) var perLevel: Int?
    /// The share of failed requests at which a target is left out.
    package private(set) var stopAtErrors: Double
    /// Whether answers are made as long as their limit, by the targets that take that.
    package private(set) var forcesLength: Bool
    /// The prompts: each level takes the next ones of them.
    package private(set) var workload: Workload

    /// A plan of these levels.
    package init(
        arguments: RunArguments, options: BenchmarkOptions, loads: [Double], isRate: Bool, perLevel: Int?,
        stopAtErrors: Double, forcesLength: Bool, workload: Workload
    ) {
        self.arguments = arguments
        self.options = options
        self.loads = loads
        self.isRate = isRate
        self.perLevel = perLevel
        self.stopAtErrors = stopAtErrors
        self.forcesLength = forcesLength
        self.workload = workload
    }

    /// The most tokens of any answer.
    package var mostTokens: Int {
        workload.prompts.map { $0.maxTokens ?? options.maxTokens }.max() ?? options.maxTokens
    }

    /// Requests to each target at all levels together.
    package static func total(_ loads: [Double], perLevel: Int?, isRate: Bool) -> Int {
        loads.reduce(0) { $0 + count($1, perLevel: perLevel, isRate: isRate) }
    }

    /// Returns the prompts of one level, which no level before it has.
    package func prompts(_ index: Int) -> Workload {
        workload.conversations(
            from: loads[..<index].reduce(0) { $0 + count($1) }, count: count(loads[index]))
    }

    /// Requests to each target at a load.
    func count(_ load: Double) -> Int { Self.count(load, perLevel: perLevel, isRate: isRate) }

    static func count(_ load: Double, perLevel: Int?, isRate: Bool) -> Int {
        perLevel ?? (isRate ? 24 : max(24, Int(clamping: load).multipliedClamped(by: 6)))
    }

    /// The options of one level.
    package func options(_ index: Int) -> BenchmarkOptions {
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
    package func files(_ index: Int, base: String) -> ReportFiles {
        Self.files(loads[index], isRate: isRate, base: base)
    }

    /// The files of the level of this load.
    package static func files(_ load: Double, isRate: Bool, base: String) -> ReportFiles {
        ReportFiles(name: "\(base)-\(isRate ? "r" : "c")\(text(load))")
    }

    /// Returns a load as text, without decimals where it is a whole number.
    static func text(_ load: Double) -> String { Int(exactly: load).map(String.init) ?? "\(load)" }

    /// Its own files, beside those of the levels.
    package static func results(_ base: String) -> [String] {
        [path(base)] + [".json", ".md", ".html"].map { base + $0 }
    }

    /// Returns the common beginning of the names of a sweep's files, from itself or the name of its plan or its
    /// results.
    package static func base(_ name: String) -> String {
        let ending = ["-plan.json", ".json", ".md", ".html"].first { name.hasSuffix($0) }
        return ending.map { String(name.dropLast($0.count)) } ?? name
    }

    /// Returns the path of the plan of a sweep with that name.
    package static func path(_ base: String) -> String { base + "-plan.json" }
}

extension SweepPlan: RecordObject {
    /// A plan of nothing.
    package static var blank: SweepPlan {
        SweepPlan(
            arguments: .blank, options: BenchmarkOptions(), loads: [], isRate: false, perLevel: nil, stopAtErrors: 0,
            forcesLength: false, workload: Workload(dataSet: .blank, prompts: []))
    }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.type("sweep_plan", orElse: "it holds something else")
        try members.required("load", &load)
        try members.required("loads", &loads)
        try members.nullable("per_level", &perLevel, in: BenchmarkOptions.Limits.samples)
        try members.required("stop_at_errors", &stopAtErrors)
        try members.required("force_length", &forcesLength, orElse: false)
        try members.required("seed", &seed)
        let seed = seed.value
        try members.converted("options", &options, to: \.design) { design throws(JSONError) in
            try BenchmarkOptions(design, seed: seed)
        }
        try members.required("arguments", &arguments)
        try members.nullable("speed", &speed)
        var (dataSet, prompts) = (workload.dataSet, workload.prompts)
        try members.required("dataset", &dataSet)
        try members.required("prompts", &prompts)
        workload = Workload(dataSet: dataSet, prompts: prompts)
    }

    private var load: String {
        get { isRate ? "requests_per_second" : "requests_in_flight" }
        set { isRate = newValue == "requests_per_second" }
    }

    private var seed: SeedText {
        get { SeedText(value: options.seed) }
        set { options.seed = newValue.value }
    }

    /// Speed of the simulation, which its arguments do not hold.
    private var speed: Double? {
        get { arguments.simulates ? arguments.simulation.speed : nil }
        set { if arguments.simulates { arguments.simulation.speed = newValue ?? 1 } }
    }
}

extension SweepPlan {
    /// Reads the plan of a sweep.
    ///
    /// - Throws: `BenchError` where there is none, or it is none.
    package init(path: String) throws(BenchError) {
        let bytes: [UInt8]
        do { bytes = try FileContents(path: path, limit: 1 << 30).bytes } catch {
            throw BenchError(
                .otherRun, "there is no sweep to continue: \(error)",
                remedy: "Give the name that its files begin with (--output).")
        }
        func no(_ reason: String) -> BenchError {
            BenchError(.otherRun, "\(path) is not the plan of a sweep: \(reason)")
        }
        do { try self.init(json: try JSONValue(parsing: bytes, limits: .file)) } catch {
            throw no("\(error)")
        }
        let range = isRate ? BenchmarkOptions.Limits.rate : 1...10_000
        guard !loads.isEmpty, loads.allSatisfy(range.contains) else {
            throw no("its loads must be from \(range.lowerBound) to \(range.upperBound)")
        }
    }
}
