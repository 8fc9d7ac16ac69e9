import ALCFJSON
import ALCFRecord

/// GuideLLM's `benchmarks.json`: each benchmark in it is a target. Its times are seconds of the wall clock.
///
/// Two layouts are read: that from version 0.4 on, with `info.timings`, and that of 0.2 and 0.3, with `scheduler_info`.
enum GuideLLMFile {
    static func runs(_ json: JSONValue, name: String) -> [ImportedRun] {
        guard let benchmarks = json["benchmarks"]?.array, !isOld(json) else { return [] }
        return benchmarks.enumerated().map { index, benchmark in
            let target = benchmarks.count == 1 ? name : "\(name)-\(index + 1)"
            let groups: [(String, Outcome)] = [
                ("successful", .success), ("errored", .malformed), ("incomplete", .cancelled),
            ]
            let requests = groups.flatMap { key, outcome in
                (benchmark["requests"]?[key]?.array ?? []).map { ($0, outcome) }
            }
            let anchor = requests.compactMap { start($0.0) }.min() ?? 0
            let isScheduled = isScheduled(benchmark, requests.map(\.0))
            let samples = requests.sorted { (start($0.0) ?? 0) < (start($1.0) ?? 0) }.enumerated().map {
                sample($1.0, $1.1, number: $0, target: target, anchor: anchor, isScheduled: isScheduled)
            }
            let backend = benchmark["config"]?["backend"] ?? json["args"] ?? benchmark["worker"]
            let model = backend?["model"]?.string ?? benchmark["worker"]?["backend_model"]?.string
            return ImportedRun(
                tool: "GuideLLM",
                targets: [
                    ImportedRun.target(
                        target, model: model ?? json["config"]?["model"]?.string,
                        url: backend?["target"]?.string ?? benchmark["worker"]?["backend_target"]?.string)
                ], samples: samples, startedAt: anchor)
        }
    }

    /// Whether the file has the layout of GuideLLM 0.1: reports within a report.
    static func isOld(_ json: JSONValue) -> Bool {
        json["benchmarks"]?.array?.contains { $0["benchmarks"] != nil || $0["results"] != nil } ?? false
    }

    /// Whether `targeted_start` is when a request was due.
    ///
    /// Only strategies with a rate have a schedule. With the others a request begins when an earlier one ends, and the
    /// target is the beginning of the run for every request.
    private static func isScheduled(_ benchmark: JSONValue, _ requests: [JSONValue]) -> Bool {
        let strategy = (benchmark["config"] ?? benchmark["args"])?["strategy"]
        if let kind = strategy?["type_"]?.string ?? strategy?.string
            ?? benchmark["scheduler_metrics"]?["strategy_type"]?.string
        {
            return ["constant", "poisson", "async", "async_constant", "async_poisson"].contains(kind)
        }
        let targets = requests.compactMap(targetedStart)
        return Set(targets).count == targets.count
    }

    private static func start(_ request: JSONValue) -> Double? {
        (request["info"]?["timings"]?["request_start"] ?? request["request_start_time"] ?? request["start_time"]
            ?? request["scheduler_info"]?["request_start"])?.double
    }

    private static func targetedStart(_ request: JSONValue) -> Double? {
        (request["info"]?["timings"]?["targeted_start"] ?? request["scheduler_info"]?["targeted_start_time"])?.double
    }

    private static func sample(
        _ request: JSONValue, _ outcome: Outcome, number: Int, target: String, anchor: Double, isScheduled: Bool
    ) -> Sample {
        let timings = request["info"]?["timings"]
        func instant(_ key: String, _ older: String? = nil) -> Double? {
            (timings?[key] ?? older.flatMap { request[$0] })?.double.map { $0 - anchor }
        }
        let start = (start(request) ?? .nan) - anchor
        let end = instant("last_token_iteration", "last_token_time") ?? instant("request_end", "end_time")
        var sample = ImportedRun.sample(number, target: target, start: start, end: end)
        if isScheduled, let due = targetedStart(request) { sample.trace.scheduled = min(start, due - anchor) }
        sample.trace.end = instant("request_end", "end_time") ?? end
        sample.trace.firstToken = instant("first_token_iteration", "first_token_time")
        sample.trace.firstAnswer = instant("first_output_token_iteration")
        sample.trace.firstEvent = instant("first_request_iteration")
        func tokens(_ own: String, _ metrics: String) -> Int? {
            request[own]?.int ?? request[metrics]?["total_tokens"]?.int ?? request[metrics]?["text_tokens"]?.int
        }
        sample.tokens = TokenCounts(
            prompt: tokens("prompt_tokens", "input_metrics"), completion: tokens("output_tokens", "output_metrics"))
        // How many events one read brought is not in the file, nor, up to 0.3, how many there were: each token is taken
        // for an event, and each event for a read of its own.
        let isOlder = timings == nil && sample.trace.firstToken != nil
        let events = timings?["token_iterations"]?.int ?? (isOlder ? sample.tokens.completion : nil) ?? 0
        sample.trace.tokenEvents = events
        sample.trace.tokenReads = events
        sample.trace.largestBurst = min(events, 1)
        sample.trace.events = timings?["request_iterations"]?.int ?? events
        sample.errorMessage = outcome.isSuccess ? nil : request["info"]?["error"]?.string ?? request["error"]?.string
        sample.outcome =
            outcome == .malformed ? ImportedRun.failure(status: nil, error: sample.errorMessage) : outcome
        sample.answer = request["output"]?.string
        return sample
    }
}
