import ALCFRecord
import ALCFSystem

/// The record of a local server, `alcf serve --record`: real use, in which each model on each cluster is a target.
///
/// Nothing in it was drawn at random, and no two requests had the same prompt for all that is known: what differs
/// between targets may be due to what was asked of them.
enum ServedFile {
    /// The requests as ours; nil for other files.
    static func run(_ bytes: [UInt8], name: String) -> ImportedRun? {
        guard ServedRecord.isOne(bytes) else { return nil }
        let record = ServedRecord(bytes, name: name)
        let anchor = record.lines.map(\.time).min() ?? 0
        var targets: [RunManifest.Target] = []
        var samples: [Sample] = []
        // A request that reached no cluster says nothing of one: it had a wrong name, or no JSON in it.
        let served = record.lines.filter { $0.cluster != nil }
        for line in served {
            let target = target(line)
            if !targets.contains(where: { $0.name == target }) {
                var place = ImportedRun.target(target, model: line.model)
                place.label = target
                targets.append(place)
            }
            samples.append(sample(line, number: samples.count, target: target, anchor: anchor))
        }
        var run = ImportedRun(tool: "alcf serve", targets: targets, samples: samples, startedAt: anchor)
        run.unread = record.unread
        let others = record.lines.count - served.count
        if others > 0 {
            run.unread.append("\(NumberText.count(others, "request")) reached no cluster, and are left out")
        }
        return run
    }

    /// The place that served a request.
    private static func target(_ line: ServedLine) -> String {
        "\(line.cluster ?? NumberText.unknown)/\(line.model ?? line.asked)"
    }

    private static func sample(_ line: ServedLine, number: Int, target: String, anchor: Double) -> Sample {
        let start = line.time - anchor
        var sample = ImportedRun.sample(number, target: target, start: start, end: start + line.duration)
        sample.trace.streamed = line.isStreamed
        sample.trace.firstToken = line.isStreamed ? line.firstToken.map { start + $0 } : nil
        sample.tokens = TokenCounts(prompt: line.promptTokens, completion: line.completionTokens, reasoning: nil)
        sample.model = line.model
        guard let code = line.errorCode else { return sample }
        sample.outcome = outcome(code, status: line.status)
        sample.errorMessage = line.errorMessage
        sample.httpStatus = line.status
        return sample
    }

    /// The class of a failure, by our own word for it where it says more than the status.
    private static func outcome(_ code: String, status: Int) -> Outcome {
        switch code {
        case _ where ServedLine.BreakOff(rawValue: code) != nil: .cancelled
        case "truncated": .truncated
        case "malformed": .malformed
        case "empty": .empty
        case "aborted": .aborted
        case "refused": .refused
        case "timeout": .timeoutIdle
        case "tls": .tls
        case "connection": .connect
        default: status == 200 ? .streamErrorEvent : ImportedRun.failure(status: status, error: code)
        }
    }
}
