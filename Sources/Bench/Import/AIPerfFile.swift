import ALCFJSON

/// AIPerf's `profile_export.jsonl`: one request a line, instants in nanoseconds.
enum AIPerfFile {
    /// The lines; nil for other files.
    static func lines(_ bytes: [UInt8]) -> [JSONValue]? {
        var lines: [JSONValue] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let json = try? JSONValue(parsing: Array(line)), json["metadata"]?["request_start_ns"] != nil else {
                return nil
            }
            lines.append(json)
        }
        return lines.isEmpty ? nil : lines
    }

    static func run(_ lines: [JSONValue], name: String) -> ImportedRun {
        func instant(_ line: JSONValue, _ key: String) -> Double? { line["metadata"]?[key]?.double.map { $0 / 1e9 } }
        let anchor = lines.compactMap { instant($0, "request_start_ns") }.min() ?? 0
        let samples = lines.enumerated().map { index, line -> Sample in
            let start = (instant(line, "request_start_ns") ?? anchor) - anchor
            let end =
                seconds(line, "request_latency").map { start + $0 }
                ?? instant(line, "request_end_ns").map { $0 - anchor }
            var sample = ImportedRun.sample(index, target: name, start: start, end: end)
            if let issued = instant(line, "credit_issued_ns") { sample.trace.scheduled = min(start, issued - anchor) }
            sample.trace.firstToken = seconds(line, "time_to_first_token").map { start + $0 }
            sample.trace.firstAnswer = seconds(line, "time_to_first_output_token").map { start + $0 }
            // Without the gaps nothing is known of events, and so nothing of the pace.
            if let gaps = line["metrics"]?["inter_chunk_latency"]?["value"]?.array?.compactMap(\.double) {
                let bursts = gaps.split(omittingEmptySubsequences: false) { $0 > 0 }.map { $0.count + 1 }
                sample.trace.tokenEvents = gaps.count + 1
                sample.trace.tokenReads = bursts.count
                sample.trace.largestBurst = bursts.max() ?? 1
            }
            if line["metadata"]?["benchmark_phase"]?.string == "warmup" { sample.phase = .warmup }
            if let error = line["error"], !error.isNull {
                let message = error["message"]?.string
                sample.outcome = ImportedRun.failure(
                    status: error["code"]?.int, error: "\(error["type"]?.string ?? "") \(message ?? "")")
                sample.errorMessage = message
                sample.httpStatus = error["code"]?.int
            } else if line["metadata"]?["was_cancelled"]?.bool == true {
                sample.outcome = .cancelled
            }
            func count(_ key: String) -> Int? { line["metrics"]?[key]?["value"]?.double.flatMap { Int(exactly: $0) } }
            sample.tokens = TokenCounts(
                prompt: count("input_sequence_length"),
                completion: count("output_sequence_length") ?? count("output_token_count"),
                reasoning: count("reasoning_token_count"))
            return sample
        }
        return ImportedRun(
            tool: "AIPerf", targets: [ImportedRun.target(name, model: nil)], samples: samples, startedAt: anchor)
    }

    /// A metric in its own unit, as seconds.
    private static func seconds(_ line: JSONValue, _ key: String) -> Double? {
        guard let metric = line["metrics"]?[key], let value = metric["value"]?.double else { return nil }
        return switch metric["unit"]?.string {
        case "ns": value / 1e9
        case "us": value / 1e6
        case "sec", "s", "seconds": value
        default: value / 1_000
        }
    }
}
