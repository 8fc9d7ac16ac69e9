import ALCFJSON

/// GuideLLM's `benchmarks.json`: each benchmark in it is a target. Its times are seconds of the wall clock.
enum GuideLLMFile {
    static func runs(_ json: JSONValue, name: String) -> [ImportedRun] {
        guard let benchmarks = json["benchmarks"]?.array else { return [] }
        return benchmarks.enumerated().map { index, benchmark in
            let target = benchmarks.count == 1 ? name : "\(name)-\(index + 1)"
            let groups: [(String, Outcome)] = [
                ("successful", .success), ("errored", .malformed), ("incomplete", .cancelled),
            ]
            let requests = groups.flatMap { key, outcome in
                (benchmark["requests"]?[key]?.array ?? []).map { ($0, outcome) }
            }
            let anchor = requests.compactMap { start($0.0) }.min() ?? 0
            let samples = requests.sorted { (start($0.0) ?? 0) < (start($1.0) ?? 0) }.enumerated().map {
                sample($1.0, $1.1, number: $0, target: target, anchor: anchor)
            }
            let config = benchmark["config"]
            return ImportedRun(
                tool: "GuideLLM",
                targets: [
                    ImportedRun.target(
                        target, model: config?["backend"]?["model"]?.string ?? json["config"]?["model"]?.string,
                        url: config?["backend"]?["target"]?.string)
                ], samples: samples, startedAt: anchor)
        }
    }

    private static func start(_ request: JSONValue) -> Double? {
        (request["info"]?["timings"]?["request_start"] ?? request["request_start_time"])?.double
    }

    private static func sample(
        _ request: JSONValue, _ outcome: Outcome, number: Int, target: String, anchor: Double
    ) -> Sample {
        let timings = request["info"]?["timings"]
        func instant(_ key: String) -> Double? { timings?[key]?.double.map { $0 - anchor } }
        let start = (start(request) ?? anchor) - anchor
        let end = instant("last_token_iteration") ?? instant("request_end")
        var sample = ImportedRun.sample(number, target: target, start: start, end: end)
        sample.trace.scheduled = min(start, instant("targeted_start") ?? start)
        sample.trace.end = instant("request_end") ?? end
        sample.trace.firstToken = instant("first_token_iteration")
        sample.trace.firstAnswer = instant("first_output_token_iteration")
        sample.trace.firstEvent = instant("first_request_iteration")
        // How many events one read brought is not in the file: each is taken for a read of its own.
        let events = timings?["token_iterations"]?.int ?? 0
        sample.trace.tokenEvents = events
        sample.trace.tokenReads = events
        sample.trace.largestBurst = min(events, 1)
        sample.trace.events = timings?["request_iterations"]?.int ?? events
        sample.errorMessage = outcome.isSuccess ? nil : request["info"]?["error"]?.string ?? request["error"]?.string
        sample.outcome =
            outcome == .malformed ? ImportedRun.failure(status: nil, error: sample.errorMessage) : outcome
        func tokens(_ own: String, _ metrics: String) -> Int? {
            request[own]?.int ?? request[metrics]?["total_tokens"]?.int ?? request[metrics]?["text_tokens"]?.int
        }
        sample.tokens = TokenCounts(
            prompt: tokens("prompt_tokens", "input_metrics"), completion: tokens("output_tokens", "output_metrics"))
        sample.answer = request["output"]?.string
        return sample
    }
}
