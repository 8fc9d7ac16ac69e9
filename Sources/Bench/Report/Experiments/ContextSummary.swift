package import ALCFJSON
package import ALCFRecord
import ALCFStatistics

/// The effect of the prompt's length on one target: time to first token, and recall of a fact.
package struct ContextSummary: Sendable, Hashable {
    /// One length.
    package struct Level: Sendable, Hashable {
        /// Tokens that were asked for.
        package let length: Int
        /// The median of the tokens that the service counted; nil where it did not.
        package let counted: Double?
        /// Requests, and those that were answered.
        package let attempts: Int, successes: Int
        /// Answers that held the fact.
        package let found: Int
        /// The median time to first token, in seconds; nil without a stream.
        package let timeToFirstToken: Double?
        /// The median service latency, in seconds.
        package let latency: Double?
    }

    /// The target's name.
    package let target: String
    /// Each length, ascending.
    package let levels: [Level]
    /// Time to first token over counted prompt tokens, a straight line; nil for too few requests or lengths.
    package let fit: LatencyModel?
    /// The same with a curve: seconds, seconds a token, seconds a token². Nil below six requests or three lengths.
    package let curve: Curve?

    /// One target of a record of such prompts.
    package init(_ target: String, in record: Record) {
        let tasks = Dictionary(
            record.manifest.prompts.map { ($0.id, $0.task.flatMap { Int($0) } ?? 0) }, uniquingKeysWith: { $1 })
        let samples = record.samples.filter { $0.target == target && $0.phase == .measured }
        self.target = target
        levels = Dictionary(grouping: samples) { tasks[$0.promptID] ?? 0 }.sorted { $0.key < $1.key }.map {
            length, samples in
            let answered = samples.filter(\.outcome.isSuccess)
            return Level(
                length: length, counted: Statistics.median(answered.compactMap { $0.tokens.prompt.map(Double.init) }),
                attempts: samples.count, successes: answered.count,
                found: answered.count { $0.score?.contains == true },
                timeToFirstToken: Statistics.median(answered.compactMap { $0[.timeToFirstToken] }),
                latency: Statistics.median(answered.compactMap { $0[.serviceLatency] }))
        }
        let points = samples.filter(\.outcome.isSuccess).compactMap { sample -> (tokens: Int, seconds: Double)? in
            guard let tokens = sample.tokens.prompt, let seconds = sample[.timeToFirstToken] else { return nil }
            return (tokens, seconds)
        }
        fit = LatencyModel(points)
        curve = Curve(points, lengths: levels.count)
    }

    /// A least-squares parabola.
    package struct Curve: Sendable, Hashable {
        /// Seconds, seconds for a token, seconds for a token squared.
        package let coefficients: [Double]
        /// The share of the scatter that it explains.
        package let explained: Double

        init?(_ points: [(tokens: Int, seconds: Double)], lengths: Int) {
            guard points.count >= 6, lengths >= 3, let mean = Statistics.mean(points.map(\.seconds)) else { return nil }
            let scale = Double(points.map(\.tokens).max() ?? 1)
            // The normal equations, tokens scaled to 0…1 so that the powers stay comparable.
            var rows = [[Double]](repeating: [0, 0, 0, 0], count: 3)
            for point in points {
                let x = Double(point.tokens) / scale
                let powers = [1, x, x * x]
                for row in 0..<3 {
                    for column in 0..<3 { rows[row][column] += powers[row] * powers[column] }
                    rows[row][3] += powers[row] * point.seconds
                }
            }
            for pivot in 0..<3 {
                guard let best = (pivot..<3).max(by: { abs(rows[$0][pivot]) < abs(rows[$1][pivot]) }),
                    abs(rows[best][pivot]) > 1e-12
                else { return nil }
                rows.swapAt(pivot, best)
                for row in 0..<3 where row != pivot {
                    let factor = rows[row][pivot] / rows[pivot][pivot]
                    for column in pivot..<4 { rows[row][column] -= factor * rows[pivot][column] }
                }
            }
            let scaled = (0..<3).map { rows[$0][3] / rows[$0][$0] }
            coefficients = [scaled[0], scaled[1] / scale, scaled[2] / scale / scale]
            let c = coefficients
            let left = points.reduce(0.0) { sum, point in
                let x = Double(point.tokens)
                let rest = point.seconds - c[0] - c[1] * x - c[2] * x * x
                return sum + rest * rest
            }
            let all = points.reduce(0.0) { $0 + ($1.seconds - mean) * ($1.seconds - mean) }
            guard all > 0 else { return nil }
            explained = 1 - left / all
        }
    }
}

extension ContextSummary: JSONEncodable {
    /// One JSON object.
    package var json: JSONValue {
        [
            "target": .string(target),
            "levels": .array(
                levels.map { level in
                    [
                        "length": .int(level.length), "prompt_tokens_p50": JSONValue(level.counted),
                        "attempts": .int(level.attempts), "successes": .int(level.successes),
                        "found": .int(level.found), "ttft_p50": JSONValue(level.timeToFirstToken),
                        "service_latency_p50": JSONValue(level.latency),
                    ]
                }),
            "prefill_fit": fit.map { fit in
                [
                    "fixed_seconds": .double(fit.fixedSeconds), "seconds_per_token": .double(fit.secondsPerToken),
                    "lower": .double(fit.interval.lower), "upper": .double(fit.interval.upper),
                ]
            } ?? .null,
            "curve": curve.map { curve in
                [
                    "coefficients": .array(curve.coefficients.map(JSONValue.double)),
                    "explained": .double(curve.explained),
                ]
            } ?? .null,
        ]
    }
}
