import ALCFJSON
import ALCFRecord
import ALCFSystem

/// AIPerf's `profile_export.jsonl`: one request a line, instants in nanoseconds.
struct AIPerfFile {
    /// The lines of requests.
    private var lines: [JSONValue] = []
    /// Those that say nothing of a request, each with the reason.
    private var unread: [String] = []

    /// Number of lines that are searched for one of AIPerf's.
    private static let probed = 20

    /// Nil for other files.
    init?(_ bytes: [UInt8], path: String) {
        let all = FedLines(bytes, hasRest: true)
        func json(_ line: ArraySlice<UInt8>) throws(JSONError) -> JSONValue {
            try JSONValue(parsing: PythonNumbers.withoutNaN(Array(line)), limits: .line)
        }
        guard all.prefix(Self.probed).contains(where: { (try? json($0.bytes)).map(Self.isRequest) ?? false }) else {
            return nil
        }
        for (number, line) in all where line.contains(where: { $0 > 0x20 }) {
            do throws(JSONError) {
                let json = try json(line)
                guard json["metadata"]?["request_start_ns"]?.double != nil else {
                    throw JSONError(.missing, path: "metadata.request_start_ns", "must be there, and is not")
                }
                lines.append(json)
            } catch {
                unread.append("\(path), line \(number): \(error)")
            }
        }
    }

    private static func isRequest(_ json: JSONValue) -> Bool {
        json["metadata"]?.object != nil && (json["metrics"]?.object != nil || json["error"]?.object != nil)
    }

    /// The requests as ours.
    func run(name: String) -> ImportedRun {
        let anchor = lines.compactMap { Self.instant($0, "request_start_ns") }.min() ?? 0
        var run = ImportedRun(
            tool: "AIPerf", targets: [ImportedRun.target(name, model: nil)],
            samples: lines.enumerated().map { Self.sample($1, number: $0, target: name, anchor: anchor) },
            startedAt: anchor)
        run.unread = unread
        return run
    }

    private static func sample(_ line: JSONValue, number: Int, target: String, anchor: Double) -> Sample {
        let start = (instant(line, "request_start_ns") ?? .nan) - anchor
        let end =
            seconds(line, "request_latency").map { start + $0 } ?? instant(line, "request_end_ns").map { $0 - anchor }
        var sample = ImportedRun.sample(number, target: target, start: start, end: end)
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
        if isCancelled(line) {
            sample.outcome = .cancelled
        } else if let error = line["error"], !error.isNull {
            let message = error["message"]?.string
            sample.outcome = ImportedRun.failure(
                status: error["code"]?.int, error: "\(error["type"]?.string ?? "") \(message ?? "")")
            sample.errorMessage = message
            sample.httpStatus = error["code"]?.int
        }
        func count(_ key: String) -> Int? { line["metrics"]?[key]?["value"]?.double.flatMap { Int(exactly: $0) } }
        sample.tokens = TokenCounts(
            prompt: count("input_sequence_length"),
            completion: count("output_sequence_length") ?? count("output_token_count"),
            reasoning: count("reasoning_token_count"))
        return sample
    }

    /// Whether AIPerf itself ended the request: its time was over. It notes that as an error with nginx's status for a
    /// client that closed the connection.
    private static func isCancelled(_ line: JSONValue) -> Bool {
        line["metadata"]?["was_cancelled"]?.bool == true || line["error"]?["code"]?.int == 499
            || line["error"]?["type"]?.string == "RequestCancellationError"
    }

    private static func instant(_ line: JSONValue, _ key: String) -> Double? {
        line["metadata"]?[key]?.double.map { $0 / 1e9 }
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
